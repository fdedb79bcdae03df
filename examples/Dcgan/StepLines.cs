using ScratchGan.Gan.Monitoring;

namespace ScratchGan.Examples;

/// <summary>One line of stats.jsonl.</summary>
/// <param name="ImagesPerSecond">since the line before</param>
/// <param name="Seconds">spent on training since step 0, over all sittings; detectors, pictures and checkpoints are not counted</param>
/// <param name="DetectorSeconds">spent on detectors in the same time</param>
internal sealed record StepStatistics(
    long Step, float DiscriminatorLoss, float GeneratorLoss, float AccuracyOnReal, float AccuracyOnFake, double ImagesPerSecond, double Seconds,
    double DetectorSeconds) : IStepLine;

/// <summary>One line of metrics.jsonl: what a checkpoint was measured at.</summary>
/// <param name="SlicedWasserstein">of drawn images to held-out real ones</param>
/// <param name="Floor">of as many training images to the same</param>
/// <param name="Best">whether no checkpoint before was nearer</param>
internal sealed record CheckpointMetric(long Step, double SlicedWasserstein, double Floor, bool Best) : IStepLine;

/// <summary>One line of events.jsonl: what a detector found, and what was done.</summary>
/// <param name="Step">the step that the run stood at afterwards: earlier than <paramref name="Found"/> when it was rolled back</param>
/// <param name="Found">the step at which it was found</param>
internal sealed record RunEvent(long Step, long Found, Concern Concern, string Text) : IStepLine;
