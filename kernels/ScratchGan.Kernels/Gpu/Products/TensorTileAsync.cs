using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// The product on tensor cores with copies from global to shared memory that need no registers on their way, for matrices with aligned rows: the next three
/// pieces are on their way at once, where a thread of <see cref="TensorTile"/> has registers for one; and what the registers are free for, a warp's 64 × 64
/// results, halves what is read from shared memory for each multiply-add. Numbers are rounded to TF32 as they are read.
/// </summary>
internal static class TensorTileAsync
{
    public const int Side = CopiedPanel.Indices;
    public const int Threads = 128;

    /// <summary>Pieces in shared memory: one that is multiplied, and three under way.</summary>
    private const int Stages = 4;

    /// <summary>Quads of a stage: a panel of either factor.</summary>
    private const int Stage = 2 * CopiedPanel.Quads;

    /// <summary>Quads of shared memory.</summary>
    public const int SharedQuads = Stages * Stage;

    [LaunchBounds(Threads, 2, SharedBytes = SharedQuads * 16)]
    public static void Kernel<TLeft, TRight, TOutput>(TLeft left, TRight right, TOutput output, ProductGrid grid)
        where TLeft : struct, IAlignedMatrix
        where TRight : struct, IAlignedMatrix
        where TOutput : struct, IProductOutput<TOutput>
    {
        ArrayView<Float4> panels = SharedMemory.GetDynamic<Float4>();
        int thread = Group.IdxX;
        int row = ((thread >> 5) & 1) * 64;
        int column = (thread >> 6) * 64;
        ProductTile tile = grid.Tile();
        CopiedFeed<TLeft> leftFeed = new(left, tile.Row * Side, tile.FirstK, thread);
        CopiedFeed<TRight> rightFeed = new(right, tile.Column * Side, tile.FirstK, thread);
        for (int early = 0; early < Stages - 1; early++)
        {
            leftFeed.Begin(panels, early * Stage);
            rightFeed.Begin(panels, early * Stage + CopiedPanel.Quads);
            TensorCores.EndBatch();
        }

        CopiedStrip strip0 = default;
        CopiedStrip strip1 = default;
        CopiedStrip strip2 = default;
        CopiedStrip strip3 = default;
        int leftFirst = CopiedReader<TLeft>.First(thread & 31, row);
        int rightFirst = CopiedReader<TRight>.First(thread & 31, column) + 4 * CopiedPanel.Quads;
        int stage = 0;
        int end = tile.EndK(left.Depth);
        for (int k = tile.FirstK; k < end; k += TensorPanel.Depth)
        {
            // The oldest of the three pieces has come, for all threads after the barrier; behind which nobody reads the piece before it any more.
            TensorCores.AwaitAllButTwo();
            Group.Barrier();
            int free = stage == 0 ? (Stages - 1) * Stage : stage - Stage;
            leftFeed.Begin(panels, free);
            rightFeed.Begin(panels, free + CopiedPanel.Quads);
            TensorCores.EndBatch();

            CopiedReader<TLeft> l = new(panels.Cast<float>(), 4 * stage + leftFirst);
            CopiedReader<TRight> r = new(panels.Cast<float>(), 4 * stage + rightFirst);
            CopiedColumns columns = CopiedColumns.Of(r, 0);
            strip0.Add(l.Left(0, 0), columns);
            strip1.Add(l.Left(1, 0), columns);
            strip2.Add(l.Left(2, 0), columns);
            strip3.Add(l.Left(3, 0), columns);
            columns = CopiedColumns.Of(r, 1);
            strip0.Add(l.Left(0, 1), columns);
            strip1.Add(l.Left(1, 1), columns);
            strip2.Add(l.Left(2, 1), columns);
            strip3.Add(l.Left(3, 1), columns);
            stage = stage == (Stages - 1) * Stage ? 0 : stage + Stage;
        }

        output = output.Problem(tile.Problem, tile.Part);
        int m = tile.Row * Side + row + ((thread >> 2) & 7);
        int n = tile.Column * Side + column;
        strip0.Store(output, m, n);
        strip1.Store(output, m + 16, n);
        strip2.Store(output, m + 32, n);
        strip3.Store(output, m + 48, n);
    }
}
