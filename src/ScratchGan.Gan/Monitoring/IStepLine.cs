namespace ScratchGan.Gan.Monitoring;

/// <summary>A line of a log that belongs to a step, so that the log can be cut back to a checkpoint.</summary>
public interface IStepLine
{
    /// <summary>Steps taken, this one included.</summary>
    long Step { get; }
}
