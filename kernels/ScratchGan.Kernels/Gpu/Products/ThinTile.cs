using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The product for very few rows, such as the three colours of a generator's image, where a square tile would be nearly empty: 4 rows × 1024 columns of
/// results, 256 threads, 4 × 4 results a thread.
/// <para>
/// A number of the right factor is used by no other thread, so it goes straight from global memory to a register; only the left factor, which all threads
/// use, is brought into shared memory. The left factor must be loaded along k, the right one along its columns.
/// </para>
/// </summary>
internal static class ThinTile
{
    public const int Rows = 4;
    public const int Columns = 4 * GpuContext.GroupSize;

    /// <summary>Terms of the sum in shared memory at a time.</summary>
    private const int Step = 32;

    [LaunchBounds(GpuContext.GroupSize, 3)]
    public static void Kernel<TLeft, TRight, TOutput>(TLeft left, TRight right, TOutput output, ProductGrid grid)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
    {
        ArrayView<Float4> lefts = SharedMemory.Allocate<Float4>(Step);
        int thread = Group.IdxX;
        ProductTile tile = grid.Tile();
        left = left.Problem(tile.Problem);
        right = right.Problem(tile.Problem);

        int row = thread & (Rows - 1);
        int term = thread & (Step - Rows);
        int n = tile.Column * Columns + 4 * thread;
        Line leftLine = left.Open(tile.Row * Rows + row);
        Line rightLine = right.Open(n);
        int end = tile.EndK(left.Depth);
        Block4x4 block = default;
        for (int first = tile.FirstK; first < end; first += Step)
        {
            if (thread < Step)
            {
                Float4 values = left.Load(leftLine, first + term).Values;
                ArrayView<float> column = lefts.Cast<float>().SubView(Rows * term + row, 3 * Rows + 1);
                column[0] = values.X;
                column[Rows] = values.Y;
                column[2 * Rows] = values.Z;
                column[3 * Rows] = values.W;
            }
            Group.Barrier();
            for (int k = 0; k < Step; k += 4)
            {
                // Four loads under way before the first is used.
                Quad second = right.Load(rightLine, first + k + 1);
                Quad third = right.Load(rightLine, first + k + 2);
                Quad fourth = right.Load(rightLine, first + k + 3);
                ArrayView<Float4> l = lefts.SubView(k, 4);
                block.Add(l[0], right.Load(rightLine, first + k).Values);
                block.Add(l[1], second.Values);
                block.Add(l[2], third.Values);
                block.Add(l[3], fourth.Values);
            }
            Group.Barrier();
        }
        block.Store(output.Problem(tile.Problem, tile.Part), tile.Row * Rows, n);
    }
}
