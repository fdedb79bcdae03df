namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Generated images vary less than a tenth as much as real ones, three times in a row, although they have varied more than twice as much as now before; or have never
/// varied in the first thousand steps. (At the start all images are the same grey: that is no collapse yet.)
/// </summary>
public sealed class Collapse : IDetector
{
    private const int Times = 3;
    private const long Patience = 1000;
    private const double Least = 0.1;
    private const double Fall = 2;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        if (!Detectors.Last(history, Times, observation => observation.Variety < Least))
            return null;
        double now = history[^1].Variety, most = Detectors.Greatest(history, observation => observation.Variety);
        return most > Math.Max(Fall * now, Least) || history[^1].Step >= Patience
            ? new Finding(Concern.Collapse, Detectors.Text($"generated images vary {now:P1} as much as real ones, at most it was {most:P1}"))
            : null;
    }
}
