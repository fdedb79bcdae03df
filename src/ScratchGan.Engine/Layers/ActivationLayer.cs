using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Layers;

/// <summary>An elementwise function as a layer of its own.</summary>
public sealed class ActivationLayer<TActivation>(Activation<TActivation> activation) : Module
    where TActivation : struct, IDifferentiableOperator
{
    public Activation<TActivation> Activation => activation;

    public override Tensor Forward(Tensor x) => activation.Invoke(x);

    internal override Tensor Consume(Tensor x) => activation.Consume(x);

    public override LayerInfo Describe(Shape input) => new(input, 0);

    public override string ToString() => typeof(TActivation).Name;
}
