using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// y = Σ x over some axes, which become 1 (or are left out). Sum and <see cref="Broadcast"/> are each other's transpose:
/// <para>x̄ = Broadcast(u), since every x contributed once.</para>
/// </summary>
internal sealed class Sum(int[] axes) : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward() =>
        Backend.Reduce(default(Kernels.Operators.Sum), new ReductionGeometry(Inputs[0].Shape.Dimensions, axes), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u)
    {
        Shape kept = Inputs[0].Shape.Reduced(axes, keepDimensions: true);
        return [u.Reshape(kept).BroadcastTo(Inputs[0].Shape)];
    }
}

/// <summary>
/// y = x repeated along its dimensions of 1 until it has the given shape.
/// <para>x̄ = Sum(u) over the repeated axes.</para>
/// </summary>
internal sealed class Broadcast : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward() =>
        Backend.Copy(StridedGeometry.Broadcast(Inputs[0].Shape.Dimensions, Outputs[0].Shape.Dimensions), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.SumTo(Inputs[0].Shape)];
}

public static partial class TensorOperations
{
    /// <summary>The sum of all elements: a scalar.</summary>
    public static Tensor Sum(this Tensor x) => x.Sum(AllAxes(x), keepDimensions: false);

    /// <summary>Sums over the given axes.</summary>
    public static Tensor Sum(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        foreach (int axis in axes)
            if ((uint)axis >= (uint)x.Shape.Rank)
                throw new ArgumentException($"Sum: axis {axis} does not exist in {x.Shape}");
        return new Sum(axes.ToArray()).Apply(x.Shape.Reduced(axes, keepDimensions), x);
    }

    /// <summary>The mean of all elements: a scalar.</summary>
    public static Tensor Mean(this Tensor x) => x.Sum() * (1f / x.Shape.Count);

    /// <summary>The mean over the given axes.</summary>
    public static Tensor Mean(this Tensor x, ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        Tensor sum = x.Sum(axes, keepDimensions);
        return sum * ((float)sum.Shape.Count / x.Shape.Count);
    }

    /// <summary>Repeats dimensions of 1 and adds leading dimensions until the tensor has the given shape.</summary>
    public static Tensor BroadcastTo(this Tensor x, Shape shape)
    {
        if (x.Shape == shape)
            return x;
        bool fits = x.Shape.Rank <= shape.Rank;
        for (int axis = 1; fits && axis <= x.Shape.Rank; axis++)
            fits = x.Shape[^axis] == 1 || x.Shape[^axis] == shape[^axis];
        return fits ? new Broadcast().Apply(shape, x) : throw new ArgumentException($"BroadcastTo: {x.Shape} cannot be repeated to {shape}");
    }

    /// <summary>Undoes a broadcast: sums over the dimensions in which <paramref name="shape"/> was repeated to become the tensor's shape.</summary>
    public static Tensor SumTo(this Tensor x, Shape shape)
    {
        if (x.Shape == shape)
            return x;
        int added = x.Shape.Rank - shape.Rank;
        var axes = new List<int>();
        for (int axis = 0; axis < x.Shape.Rank; axis++)
            if (axis < added || (shape[axis - added] == 1 && x.Shape[axis] != 1))
                axes.Add(axis);
        return x.Sum(axes.ToArray(), keepDimensions: true).Reshape(shape);
    }

    private static int[] AllAxes(Tensor x) => [.. Enumerable.Range(0, x.Shape.Rank)];
}
