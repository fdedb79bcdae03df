using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Engine.Operations;

/// <summary>
/// Nearest-neighbour enlargement: every pixel of x [N, C, H, W] becomes a block of scale × scale equal pixels.
/// <para>x̄ = the sum of u over each block.</para>
/// </summary>
internal sealed class Upsample(int scale) : Operation
{
    protected override IReadOnlyList<Tensor> Saved => [];

    protected override void Forward() => Backend.Copy(StridedGeometry.UpsampleNearest(Inputs[0].Shape.Dimensions, scale), Inputs[0].Data, Outputs[0].Data);

    protected override Tensor?[] Backward(Tensor u) => [u.BlockSum(scale)];
}

public static partial class TensorOperations
{
    /// <summary>[N, C, H, W] → [N, C, scale · H, scale · W] by repeating pixels.</summary>
    public static Tensor Upsample(this Tensor x, int scale)
    {
        if (x.Shape.Rank != 4 || scale < 1)
            throw new ArgumentException($"Upsample: needs [N, C, H, W] and a scale of at least 1, found {x.Shape} and {scale}");
        return new Upsample(scale).Apply(new Shape(x.Shape[0], x.Shape[1], checked(x.Shape[2] * scale), checked(x.Shape[3] * scale)), x);
    }

    /// <summary>[N, C, scale · H, scale · W] → [N, C, H, W]: the sum of each block of scale × scale pixels; the transpose of <see cref="Upsample"/>.</summary>
    public static Tensor BlockSum(this Tensor x, int scale)
    {
        if (x.Shape.Rank != 4 || scale < 1 || x.Shape[2] % scale != 0 || x.Shape[3] % scale != 0)
            throw new ArgumentException($"BlockSum: needs [N, C, H, W] with H and W divisible by the scale, found {x.Shape} and {scale}");
        return x.Reshape(x.Shape[0], x.Shape[1], x.Shape[2] / scale, scale, x.Shape[3] / scale, scale).Sum([3, 5]);
    }
}
