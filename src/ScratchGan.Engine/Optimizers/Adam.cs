using ScratchGan.Engine.Layers;
using Rule = ScratchGan.Kernels.Operators.Adam;

namespace ScratchGan.Engine.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p − α · m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// DCGAN's setting is α = 2e-4, β₁ = 0.5.
/// </summary>
public sealed class Adam(Module module, float learningRate = 2e-4f, double beta1 = 0.5, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimizer(module, learningRate, moments: 2)
{
    private MovingDecay? _moving;

    /// <summary>From here on β₂ moves, and v̂ = v/(1 − Πβ₂ₛ) with the product over all steps.</summary>
    /// <param name="beta2">by the number of steps taken before, in [0, 1); a pure function, so that a training that goes on finds the same product</param>
    public void MoveBeta2(Func<long, double> beta2) => _moving = new MovingDecay(beta2);

    protected override void Update() => Apply(new Rule(beta1, epsilon), step => _moving is { } moving
        ? Rule.Schedule(LearningRate, beta1, moving.At(step), step, moving.Product(step))
        : Rule.Schedule(LearningRate, beta1, beta2, step));
}
