namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>8 × 8 results in 64 registers, as four blocks of 4 × 4 that lie half a tile from each other.</summary>
internal struct Block8x8
{
    public Block4x4 TopLeft;
    public Block4x4 TopRight;
    public Block4x4 BottomLeft;
    public Block4x4 BottomRight;

    /// <summary>64 multiply-adds for 16 numbers.</summary>
    public void Add(Float4 top, Float4 bottom, Float4 left, Float4 right)
    {
        TopLeft.Add(top, left);
        TopRight.Add(top, right);
        BottomLeft.Add(bottom, left);
        BottomRight.Add(bottom, right);
    }

    public readonly void Store<TOutput>(TOutput output, int m, int n, int half)
        where TOutput : struct, IProductOutput<TOutput>
    {
        TopLeft.Store(output, m, n);
        TopRight.Store(output, m, n + half);
        BottomLeft.Store(output, m + half, n);
        BottomRight.Store(output, m + half, n + half);
    }
}
