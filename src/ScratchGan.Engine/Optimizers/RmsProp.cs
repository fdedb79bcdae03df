using ScratchGan.Engine.Layers;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Optimizers;

/// <summary>RMSProp (Tieleman and Hinton 2012): v ← αv + (1 − α)g², p ← p − rate · g/(√v + ε).</summary>
public sealed class RmsProp(Module module, float learningRate, double decay = 0.99, double epsilon = 1e-8) : Optimizer(module, learningRate, moments: 1)
{
    protected override void Update() => Apply(new Kernels.Operators.RmsProp(decay, epsilon), _ => new UpdateSchedule(LearningRate));
}
