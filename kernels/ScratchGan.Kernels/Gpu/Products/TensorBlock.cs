namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>A warp's 16 × 16 results, eight a thread: two accumulators of the tensor cores, for the even and for the odd columns.</summary>
internal struct TensorBlock
{
    private Float4 _even;
    private Float4 _odd;

    /// <summary>C[m, n] += Σₖ l[m, k]·r[n, k] over the 16 terms of a panel.</summary>
    public void Add(TensorQuads left, TensorQuads right)
    {
        _even = TensorCores.MultiplyAdd(_even, TensorPanel.Left(left.Front), TensorPanel.First(right.Front));
        _odd = TensorCores.MultiplyAdd(_odd, TensorPanel.Left(left.Front), TensorPanel.Second(right.Front));
        _even = TensorCores.MultiplyAdd(_even, TensorPanel.Left(left.Back), TensorPanel.First(right.Back));
        _odd = TensorCores.MultiplyAdd(_odd, TensorPanel.Left(left.Back), TensorPanel.Second(right.Back));
    }

    /// <param name="m">the lane's first row, 2g after the block's</param>
    /// <param name="n">the lane's first column, 4t after the block's</param>
    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        output.Store(m, n, new Float4(_even.X, _odd.X, _even.Y, _odd.Y));
        output.Store(m + 1, n, new Float4(_even.Z, _odd.Z, _even.W, _odd.W));
    }
}

/// <summary>A warp's 16 × 32 results.</summary>
internal struct TensorStrip
{
    private TensorBlock _left;
    private TensorBlock _right;

    public void Add(TensorQuads left, TensorQuads right0, TensorQuads right1)
    {
        _left.Add(left, right0);
        _right.Add(left, right1);
    }

    /// <inheritdoc cref="TensorBlock.Store"/>
    public readonly void Store<TOutput>(TOutput output, int m, int n)
        where TOutput : struct, IProductOutput<TOutput>
    {
        _left.Store(output, m, n);
        _right.Store(output, m, n + 16);
    }
}
