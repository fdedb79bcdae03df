namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>The results of a warp, a number of rows × 32 columns, in the registers of its threads.</summary>
internal interface ITensorWarp
{
    static abstract int Rows { get; }

    /// <summary>C[m, n] += Σₖ l[m, k]·r[n, k] over the 16 terms of a panel.</summary>
    void Add(TensorReader left, TensorQuads right0, TensorQuads right1);

    /// <inheritdoc cref="TensorBlock.Store"/>
    void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>;
}

/// <summary>64 × 32 results.</summary>
internal struct TensorWarp64 : ITensorWarp
{
    private TensorStrip _strip0;
    private TensorStrip _strip1;
    private TensorStrip _strip2;
    private TensorStrip _strip3;

    public static int Rows => 64;

    public void Add(TensorReader left, TensorQuads right0, TensorQuads right1)
    {
        _strip0.Add(left.Sixteen(0), right0, right1);
        _strip1.Add(left.Sixteen(1), right0, right1);
        _strip2.Add(left.Sixteen(2), right0, right1);
        _strip3.Add(left.Sixteen(3), right0, right1);
    }

    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        _strip0.Store(output, m, n);
        _strip1.Store(output, m + 16, n);
        _strip2.Store(output, m + 32, n);
        _strip3.Store(output, m + 48, n);
    }
}

/// <summary>32 × 32 results.</summary>
internal struct TensorWarp32 : ITensorWarp
{
    private TensorStrip _strip0;
    private TensorStrip _strip1;

    public static int Rows => 32;

    public void Add(TensorReader left, TensorQuads right0, TensorQuads right1)
    {
        _strip0.Add(left.Sixteen(0), right0, right1);
        _strip1.Add(left.Sixteen(1), right0, right1);
    }

    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        _strip0.Store(output, m, n);
        _strip1.Store(output, m + 16, n);
    }
}
