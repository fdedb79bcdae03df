namespace ScratchGan.Examples.StackedMnist;

/// <summary>What the samples of one step were worth.</summary>
/// <param name="Step">steps taken</param>
/// <param name="Modes">found, of 1000</param>
/// <param name="Kl">from equal shares of all modes, in nats</param>
/// <param name="Seconds">since the start: training and judging, the classifier's training not counted</param>
internal sealed record Judgement(long Step, int Modes, double Kl, double Seconds);
