using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Optimizers;

/// <summary>Gradient descent with a velocity: b ← μb + g, p ← p − rate · b; μ = 0 is plain gradient descent.</summary>
public sealed class SgdMomentum(Module module, float learningRate, double momentum = 0.9) : Optimizer(module, learningRate, moments: 1)
{
    protected override void Update() => Apply(new Kernels.Operators.SgdMomentum(momentum), _ => new UpdateSchedule(LearningRate));
}
