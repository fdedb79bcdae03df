namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>4 × 4 results in 16 registers. ILGPU would put an array into local memory, that is, into DRAM; the members of a struct stay in registers.</summary>
internal struct Block4x4
{
    public Float4 Row0;
    public Float4 Row1;
    public Float4 Row2;
    public Float4 Row3;

    /// <summary>C[m, n] += l[m]·r[n]: sixteen multiply-adds for eight numbers.</summary>
    public void Add(Float4 left, Float4 right)
    {
        Row0 = Add(Row0, left.X, right);
        Row1 = Add(Row1, left.Y, right);
        Row2 = Add(Row2, left.Z, right);
        Row3 = Add(Row3, left.W, right);
    }

    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        output.Store(m, n, Row0);
        output.Store(m + 1, n, Row1);
        output.Store(m + 2, n, Row2);
        output.Store(m + 3, n, Row3);
    }

    private static Float4 Add(Float4 c, float a, Float4 b) => new(c.X + a * b.X, c.Y + a * b.Y, c.Z + a * b.Z, c.W + a * b.W);
}
