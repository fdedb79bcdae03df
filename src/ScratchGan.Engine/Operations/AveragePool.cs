namespace ScratchGan.Engine.Operations;

public static partial class TensorOperations
{
    /// <summary>
    /// [N, C, scale · H, scale · W] → [N, C, H, W]: the mean of each block of scale × scale pixels, <see cref="BlockSum"/> divided by scale². Its transpose spreads
    /// a pixel's cotangent over the block in equal parts.
    /// </summary>
    public static Tensor AveragePool(this Tensor x, int scale) => x.BlockSum(scale) * (1f / ((float)scale * scale));
}
