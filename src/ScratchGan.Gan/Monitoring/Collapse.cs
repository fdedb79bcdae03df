namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Three times in a row generated images vary less than half as much as they once did, of which no more counts than real images vary; or less than a tenth as
/// much as real ones, if they have varied more than twice as much as now before, or never in the first thousand steps. (At the start all images are the same
/// grey: that is no collapse yet.)
/// </summary>
public sealed class Collapse : IDetector
{
    private const int Times = 3;
    private const long Patience = 1000;
    private const double Least = 0.1;
    private const double Fall = 2;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        if (history.Length < Times)
            return null;
        double now = history[^1].Variety, greatest = Detectors.Greatest(history, observation => observation.Variety), most = Math.Min(1, greatest);
        double few = Math.Max(Least, most / Fall);
        return Detectors.Last(history, Times, observation => observation.Variety < few)
            && (most > Math.Max(Fall * now, Least) || (now < Least && history[^1].Step >= Patience))
            ? new Finding(Concern.Collapse, Detectors.Text($"generated images vary {now:P1} as much as real ones, at most it was {greatest:P1}"))
            : null;
    }
}
