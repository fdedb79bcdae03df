using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>Elements start … start + length − 1 along one axis. x̄ = Pad(u): zeros where nothing was taken.</summary>
internal sealed class Slicing(int axis, int start, int length) : Operation
{
    public override string Name => "Slice";

    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward() =>
        Backend.Copy(StridedGeometry.Slice(Inputs[0].Shape.Dimensions, axis, start, length), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.Pad(axis, start, Inputs[0].Shape[axis] - start - length)];
}

/// <summary>Zeros before and after along one axis. x̄ = Slice(u): the part that came from x.</summary>
internal sealed class Pad(int axis, int before) : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward()
    {
        Backend.Fill(0f, Outputs[0].Data);
        int after = Outputs[0].Shape[axis] - Inputs[0].Shape[axis] - before;
        Backend.Copy(StridedGeometry.Place(Inputs[0].Shape.Dimensions, axis, before, after), Inputs[0].Data, Outputs[0].Data);
    }

    protected override Tensor?[] Backward(Tensor u) => [u.Slice(axis, before, Inputs[0].Shape[axis])];
}

/// <summary>Tensors one after the other along one axis. Each input's cotangent is its slice of u.</summary>
internal sealed class Concatenation(int axis) : Operation
{
    public override string Name => "Concatenate";

    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward()
    {
        int start = 0;
        foreach (Tensor input in Inputs)
        {
            Backend.Copy(StridedGeometry.ConcatenatePart(input.Shape.Dimensions, axis, start, Outputs[0].Shape[axis]), input.Data, Outputs[0].Data);
            start += input.Shape[axis];
        }
    }

    protected override Tensor?[] Backward(Tensor u)
    {
        Tensor?[] result = new Tensor?[Inputs.Count];
        int start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            if (Needed(i))
                result[i] = u.Slice(axis, start, Inputs[i].Shape[axis]);
            start += Inputs[i].Shape[axis];
        }
        return result;
    }
}

public static partial class TensorOperations
{
    /// <summary>Elements start … start + length − 1 along <paramref name="axis"/>.</summary>
    public static Tensor Slice(this Tensor x, int axis, int start, int length)
    {
        if ((uint)axis >= (uint)x.Shape.Rank || start < 0 || length < 1 || length > x.Shape[axis] - start)
            throw new ArgumentException($"Slice: {length} elements from {start} along axis {axis} do not lie in {x.Shape}");
        return new Slicing(axis, start, length).Apply(x.Shape.With(axis, length), x);
    }

    /// <summary>Adds zeros before and after along <paramref name="axis"/>.</summary>
    public static Tensor Pad(this Tensor x, int axis, int before, int after)
    {
        if ((uint)axis >= (uint)x.Shape.Rank || before < 0 || after < 0)
            throw new ArgumentException($"Pad: axis {axis} with {before} before and {after} after does not fit {x.Shape}");
        return new Pad(axis, before).Apply(x.Shape.With(axis, checked(before + x.Shape[axis] + after)), x);
    }

    /// <summary>Puts tensors, equal in all other dimensions, one after the other along <paramref name="axis"/>.</summary>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors, int axis)
    {
        Shape first = tensors[0].Shape;
        foreach (Tensor tensor in tensors)
            if (tensor.Shape.Rank != first.Rank || (uint)axis >= (uint)first.Rank || tensor.Shape.With(axis, first[axis]) != first)
                throw new ArgumentException($"Concatenate: {tensor.Shape} does not fit {first} along axis {axis}");
        return new Concatenation(axis).Apply(first.With(axis, tensors.Sum(tensor => tensor.Shape[axis])), [.. tensors]);
    }
}
