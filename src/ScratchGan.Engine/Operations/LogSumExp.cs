using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// y[r] = ln Σₖ exp x[r, k], computed as m + ln Σ exp(x − m) with the row's maximum m, so that nothing overflows.
/// <para>x̄[r, k] = u[r] · exp(x[r, k] − y[r]), the softmax times u; y is a tensor with a history there, so every order follows.</para>
/// </summary>
internal sealed class LogSumExp : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [Inputs[0], Outputs[0]];

    protected override void Forward()
    {
        Tensor x = Inputs[0];
        ReductionGeometry rows = new ReductionGeometry(x.Shape.Dimensions, [1]);
        BroadcastGeometry column = new BroadcastGeometry(x.Shape.Dimensions, Outputs[0].Shape.Dimensions);
        using var scope = new TensorScope(Device);
        Slice maximum = Tensor.Uninitialized(Device, Outputs[0].Shape).Data;
        Slice shifted = Tensor.Uninitialized(Device, x.Shape).Data;
        Slice y = Outputs[0].Data;
        Backend.Reduce(default(Maximum), rows, x.Data, maximum);
        Backend.Zip(default(Subtract), column, x.Data, maximum, shifted);
        Backend.Map(default(Exponential), shifted, shifted);
        Backend.Reduce(default(Kernels.Operators.Sum), rows, shifted, y);
        Backend.Map(default(Logarithm), y, y);
        Backend.Zip(default(Add), y, maximum, y);
    }

    protected override Tensor?[] Backward(Tensor u) => [u * (Inputs[0] - Outputs[0]).Exponential()];
}

public static partial class TensorOperations
{
    /// <summary>ln Σ exp over each row of x [R, K]: [R, 1].</summary>
    public static Tensor LogSumExp(this Tensor x) => x.Shape.Rank == 2
        ? new LogSumExp().Apply(new Shape(x.Shape[0], 1), x)
        : throw new ArgumentException($"LogSumExp: needs rows [R, K], found {x.Shape}");
}
