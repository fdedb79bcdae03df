using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Layers;

/// <summary>y = x·wᵀ + b for rows x [N, inputs]: [N, outputs]; w is [outputs, inputs].</summary>
public sealed class Linear : Module
{
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    public Linear(int inputs, int outputs, bool bias = true, Initializer? initializer = null)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _weight = AddParameter("weight", new Shape(outputs, inputs), initializer ?? Initializers.He(inputs));
        _bias = bias ? AddParameter("bias", new Shape(outputs), Initializers.Constant(0f)) : null;
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = x.MatMul(_weight.Value, transposeB: true);
        return _bias is null ? y : y + _bias.Value;
    }

    internal override bool GivesOutputUp => true;

    public override LayerInfo Describe(Shape input) => input.Rank == 2 && input[1] == _inputs
        ? new LayerInfo(input.With(1, _outputs), new MatMulGeometry(input[0], _outputs, _inputs).Flops)
        : throw new ArgumentException($"{this} needs rows [N, {_inputs}], found {input}");

    public override string ToString() => $"Linear({_inputs}→{_outputs})";
}
