using ScratchGan.Engine.Layers;

namespace ScratchGan.Engine.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p − α · m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// DCGAN's setting is α = 2e-4, β₁ = 0.5.
/// </summary>
public sealed class Adam(Module module, float learningRate = 2e-4f, double beta1 = 0.5, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimizer(module, learningRate, moments: 2)
{
    protected override void Update() => Apply(
        new Kernels.Operators.Adam(beta1, beta2, epsilon), step => Kernels.Operators.Adam.Schedule(LearningRate, beta1, beta2, step));
}
