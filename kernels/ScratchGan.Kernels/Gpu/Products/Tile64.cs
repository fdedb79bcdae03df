using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The register-blocked product with a tile of 64 × 64 results: 256 threads, 4 × 4 results a thread, 16 terms of the sum at a time.
/// <para>
/// Each step brings a 64 × 16 piece of both factors into shared memory, one load of four numbers a thread and factor. Two buffers take turns: the next piece
/// is loaded from global memory into registers before the multiplications begin and put into the other buffer after them, so that the wait for memory
/// lies behind arithmetic, and one barrier a step is enough. A thread reads 8 numbers from shared memory for 16 multiply-adds.
/// </para>
/// </summary>
internal static class Tile64
{
    public const int Side = 64;

    /// <summary>Terms of the sum in shared memory at a time.</summary>
    private const int Step = 16;

    /// <summary>Quads from one k to the next in shared memory: one more than needed, which spreads the numbers of a transposed store over the banks.</summary>
    private const int Pitch = Side / 4 + 1;

    private const int Buffer = Step * Pitch;

    [LaunchBounds(GpuContext.GroupSize, 3)]
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

        Block4x4 block = default;
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
            for (int term = 0; term < Step; term += 4)
            {
                // A sub-view at the varying place, constants inside it: the constants become part of the load instructions.
                ArrayView<Float4> l = lefts.SubView(fromLeft, 3 * Pitch + 1);
                ArrayView<Float4> r = rights.SubView(fromRight, 3 * Pitch + 1);
                block.Add(l[0], r[0]);
                block.Add(l[Pitch], r[Pitch]);
                block.Add(l[2 * Pitch], r[2 * Pitch]);
                block.Add(l[3 * Pitch], r[3 * Pitch]);
                fromLeft += 4 * Pitch;
                fromRight += 4 * Pitch;
            }
            buffer = Buffer - buffer;
            Put<TLeft>(lefts, buffer, thread, nextLeft);
            Put<TRight>(rights, buffer, thread, nextRight);
            Group.Barrier();
        }
        block.Store(output.Problem(tile.Problem, tile.Part), tile.Row * Side + 4 * row, tile.Column * Side + 4 * column);
    }

    private static int FirstIndex<TOperand>(int thread)
        where TOperand : struct, IOperand<TOperand> => TOperand.AlongK ? thread >> 2 : (thread & 15) << 2;

    private static int FirstK<TOperand>(int thread)
        where TOperand : struct, IOperand<TOperand> => TOperand.AlongK ? (thread & 3) << 2 : thread >> 4;

    /// <summary>Shared memory holds number (index, k) at k·4·Pitch + index, whichever way it was loaded.</summary>
    private static void Put<TOperand>(ArrayView<Float4> tile, int buffer, int thread, Quad quad)
        where TOperand : struct, IOperand<TOperand>
    {
        Float4 values = quad.Values;
        if (TOperand.AlongK)
        {
            ArrayView<float> column = tile.Cast<float>().SubView(4 * (buffer + ((thread & 3) << 2) * Pitch) + (thread >> 2), 12 * Pitch + 1);
            column[0] = values.X;
            column[4 * Pitch] = values.Y;
            column[8 * Pitch] = values.Z;
            column[12 * Pitch] = values.W;
        }
        else
        {
            tile[buffer + (thread >> 4) * Pitch + (thread & 15)] = values;
        }
    }
}
