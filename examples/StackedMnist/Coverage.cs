using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>Modes found, of 1000, and KL from equal shares of all; see <see cref="StackedModes"/>.</summary>
internal readonly record struct Coverage(int Modes, double Kl);
