namespace ScratchGan.Examples;

/// <summary>A line that belongs to a step, so that a log can be cut back to a checkpoint.</summary>
internal interface IStepLine
{
    /// <summary>Steps taken, this one included.</summary>
    long Step { get; }
}

/// <summary>One line of stats.jsonl.</summary>
/// <param name="ImagesPerSecond">since the line before</param>
/// <param name="Seconds">spent on training since step 0, over all sittings; pictures and checkpoints are not counted</param>
internal sealed record StepStatistics(
    long Step, float DiscriminatorLoss, float GeneratorLoss, float AccuracyOnReal, float AccuracyOnFake, double ImagesPerSecond, double Seconds) : IStepLine;

/// <summary>One line of metrics.jsonl: what a checkpoint was measured at.</summary>
/// <param name="SlicedWasserstein">of drawn images to held-out real ones</param>
/// <param name="Floor">of as many training images to the same</param>
/// <param name="Best">whether no checkpoint before was nearer</param>
internal sealed record CheckpointMetric(long Step, double SlicedWasserstein, double Floor, bool Best) : IStepLine;
