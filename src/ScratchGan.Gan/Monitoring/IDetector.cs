namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// Looks for one concern. A pure function of what was observed, without memory of its own: a run that goes on from a checkpoint and its log finds what it
/// would have found without the stop.
/// </summary>
public interface IDetector
{
    /// <param name="history">all observations so far, the latest last</param>
    /// <returns>null when all is well</returns>
    Finding? Examine(ReadOnlySpan<Observation> history);
}
