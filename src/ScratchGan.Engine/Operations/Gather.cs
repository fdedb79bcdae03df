namespace ScratchGan.Engine.Operations;

/// <summary>
/// y[r, :] = x[indices[r], :]; the indices are whole numbers held as floats. Transpose of <see cref="ScatterAdd"/>:
/// <para>x̄ = ScatterAdd(u, indices).</para>
/// </summary>
internal sealed class Gather : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [Inputs[1]];

    protected override void Forward() => Backend.Gather(Outputs[0].Shape[1], Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.ScatterAdd(Inputs[1], Inputs[0].Shape[0]), null];
}

/// <summary>
/// y = 0, then y[indices[r], :] += x[r, :] for r in ascending order.
/// <para>x̄ = Gather(u, indices).</para>
/// </summary>
internal sealed class ScatterAdd : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [Inputs[1]];

    protected override void Forward() => Backend.ScatterAdd(Outputs[0].Shape[1], Inputs[0].Data, Inputs[1].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.Gather(Inputs[1]), null];
}

public static partial class TensorOperations
{
    /// <summary>The rows of x [R, D] named by indices [B]: [B, D]. Indices are constants: no gradient reaches them.</summary>
    public static Tensor Gather(this Tensor x, Tensor indices)
    {
        if (x.Shape.Rank != 2 || indices.Shape.Rank != 1)
            throw new ArgumentException($"Gather: needs rows [R, D] and indices [B], found {x.Shape} and {indices.Shape}");
        return new Gather().Apply(new Shape(indices.Shape[0], x.Shape[1]), x, indices);
    }

    /// <summary>The rows of x [B, D] added up in the rows named by indices [B] of a zero matrix [rows, D].</summary>
    public static Tensor ScatterAdd(this Tensor x, Tensor indices, int rows)
    {
        if (x.Shape.Rank != 2 || indices.Shape.Rank != 1 || x.Shape[0] != indices.Shape[0])
            throw new ArgumentException($"ScatterAdd: needs rows [B, D] and indices [B], found {x.Shape} and {indices.Shape}");
        return new ScatterAdd().Apply(new Shape(rows, x.Shape[1]), x, indices);
    }
}
