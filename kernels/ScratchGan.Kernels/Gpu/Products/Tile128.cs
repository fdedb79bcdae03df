using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The register-blocked product with a tile of 128 × 128 results: 256 threads, 8 × 8 results a thread, 8 terms of the sum at a time; otherwise as
/// <see cref="Tile64"/>. A thread reads 16 numbers from shared memory for 64 multiply-adds, half as many as there; a quarter of its results come from each
/// quarter of the tile, so that neighbouring threads read and write neighbouring quads. For CUDA: OpenCL on a CPU keeps what lives across a barrier
/// in memory, where 64 results a thread are slow.
/// </summary>
internal static class Tile128
{
    public const int Side = 128;

    /// <summary>Terms of the sum in shared memory at a time.</summary>
    private const int Step = 8;

    /// <summary>Quads from one k to the next in shared memory: one more than needed, which spreads the numbers of a transposed store over the banks.</summary>
    private const int Pitch = Side / 4 + 1;

    /// <summary>Quads in half a row of the tile.</summary>
    private const int Half = Side / 8;

    private const int Buffer = Step * Pitch;

    [LaunchBounds(GpuContext.GroupSize, 2)]
    public static void Kernel<TLeft, TRight, TOutput>(TLeft left, TRight right, TOutput output, ProductGrid grid)
        where TLeft : struct, IOperand<TLeft>
        where TRight : struct, IOperand<TRight>
        where TOutput : struct, IProductOutput<TOutput>
    {
        ArrayView<Float4> lefts = SharedMemory.Allocate<Float4>(2 * Buffer);
        ArrayView<Float4> rights = SharedMemory.Allocate<Float4>(2 * Buffer);
        int thread = Group.IdxX;
        int column = thread & 15;
        int row = thread >> 4;
        ProductTile tile = grid.Tile();
        left = left.Problem(tile.Problem);
        right = right.Problem(tile.Problem);

        Line leftLine = left.Open(tile.Row * Side + FirstIndex<TLeft>(thread));
        Line rightLine = right.Open(tile.Column * Side + FirstIndex<TRight>(thread));
        int leftK = tile.FirstK + FirstK<TLeft>(thread);
        int rightK = tile.FirstK + FirstK<TRight>(thread);
        int end = tile.EndK(left.Depth);
        Put<TLeft>(lefts, 0, thread, left.Load(leftLine, leftK));
        Put<TRight>(rights, 0, thread, right.Load(rightLine, rightK));
        Group.Barrier();

        Block8x8 block = default;
        int buffer = 0;
        for (int k = tile.FirstK; k < end; k += Step)
        {
            // After the last step nobody uses what this loads; a condition would cost more, since the loaded registers would have two origins.
            leftK += Step;
            rightK += Step;
            Quad nextLeft = left.Load(leftLine, leftK);
            Quad nextRight = right.Load(rightLine, rightK);

            int fromLeft = buffer + row;
            int fromRight = buffer + column;
            for (int term = 0; term < Step; term += 2)
            {
                ArrayView<Float4> l = lefts.SubView(fromLeft, Pitch + Half + 1);
                ArrayView<Float4> r = rights.SubView(fromRight, Pitch + Half + 1);
                block.Add(l[0], l[Half], r[0], r[Half]);
                block.Add(l[Pitch], l[Pitch + Half], r[Pitch], r[Pitch + Half]);
                fromLeft += 2 * Pitch;
                fromRight += 2 * Pitch;
            }
            buffer = Buffer - buffer;
            Put<TLeft>(lefts, buffer, thread, nextLeft);
            Put<TRight>(rights, buffer, thread, nextRight);
            Group.Barrier();
        }
        block.Store(output.Problem(tile.Problem, tile.Part), tile.Row * Side + 4 * row, tile.Column * Side + 4 * column, Side / 2);
    }

    private static int FirstIndex<TOperand>(int thread)
        where TOperand : struct, IOperand<TOperand> => TOperand.AlongK ? thread >> 1 : (thread & 31) << 2;

    private static int FirstK<TOperand>(int thread)
        where TOperand : struct, IOperand<TOperand> => TOperand.AlongK ? (thread & 1) << 2 : thread >> 5;

    /// <summary>Shared memory holds number (index, k) at k·4·Pitch + index, whichever way it was loaded.</summary>
    private static void Put<TOperand>(ArrayView<Float4> tile, int buffer, int thread, Quad quad)
        where TOperand : struct, IOperand<TOperand>
    {
        Float4 values = quad.Values;
        if (TOperand.AlongK)
        {
            ArrayView<float> column = tile.Cast<float>().SubView(4 * (buffer + ((thread & 1) << 2) * Pitch) + (thread >> 1), 12 * Pitch + 1);
            column[0] = values.X;
            column[4 * Pitch] = values.Y;
            column[8 * Pitch] = values.Z;
            column[12 * Pitch] = values.W;
        }
        else
        {
            tile[buffer + (thread >> 5) * Pitch + (thread & 31)] = values;
        }
    }
}
