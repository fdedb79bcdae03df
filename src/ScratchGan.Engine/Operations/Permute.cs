using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>Axis k of the result is axis axes[k] of x. x̄ = Permute(u) by the inverse permutation.</summary>
internal sealed class Permute(int[] axes) : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward() => Backend.Copy(StridedGeometry.Permute(Inputs[0].Shape.Dimensions, axes), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u)
    {
        int[] inverse = new int[axes.Length];
        for (int axis = 0; axis < axes.Length; axis++)
            inverse[axes[axis]] = axis;
        return [u.Permute(inverse)];
    }
}

public static partial class TensorOperations
{
    /// <summary>Reorders the axes: axis k of the result is axis axes[k] of the tensor.</summary>
    public static Tensor Permute(this Tensor x, params int[] axes)
    {
        if (!axes.Order().SequenceEqual(Enumerable.Range(0, x.Shape.Rank)))
            throw new ArgumentException($"Permute: [{string.Join(", ", axes)}] is not a permutation of the axes of {x.Shape}");
        int[] dimensions = [.. axes.Select(axis => x.Shape[axis])];
        return new Permute(axes).Apply(new Shape(dimensions), x);
    }
}
