using System.Text.Json.Serialization;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>One line of a run's file: what was drawn at a step.</summary>
/// <param name="Configuration">its name</param>
/// <param name="Samples">images counted</param>
/// <param name="Modes">of 1000, with at least one image</param>
/// <param name="Kl">from equal shares of all modes, in nats; null when weights are no longer finite, and the run has ended</param>
/// <param name="DiscriminatorLoss">of the step's batch; null before the first step, or when it is not finite</param>
/// <param name="GeneratorLoss">likewise</param>
internal sealed record Measurement(
    string Configuration, ulong Seed, long Step, int Samples, int Modes, double? Kl, double? DiscriminatorLoss, double? GeneratorLoss)
{
    [JsonIgnore]
    public bool Diverged => Kl is null;
}
