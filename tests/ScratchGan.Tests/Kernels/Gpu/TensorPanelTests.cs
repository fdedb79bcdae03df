using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// Shared memory has 32 banks of 4 bytes. Accesses of 16 bytes are served eight lanes at a time: without a conflict when the lanes' quads differ modulo 8;
/// accesses of 4 bytes 32 at a time: when the lanes' numbers differ modulo 32.
/// </summary>
public sealed class TensorPanelTests
{
    [Fact]
    public void Eight_lanes_fill_the_banks()
    {
        AssertNoConflict(TensorPanel.Lane, 8, TensorCores.WarpSize);
        AssertNoConflict(lane => TensorPanel.Lane(lane) ^ 1, 8, TensorCores.WarpSize);
        foreach (int indices in (int[])[TensorTile.SmallSide, TensorTile.LargeSide])
        {
            AssertNoConflict(thread => TensorFeed<MatrixAlongK>.Place(thread, indices), 8, 2 * indices);
            AssertNoConflict(thread => TensorFeed<MatrixAlongK>.Place(thread, indices) ^ 1, 8, 2 * indices);
            AssertNoConflict(thread => TensorFeed<MatrixAlongIndex>.Place(thread, indices), 8, 2 * indices);
            AssertNoConflict(thread => TensorFeed<MatrixAlongIndex>.Place(thread, indices) ^ 9, 8, 2 * indices);
        }
    }

    [Fact]
    public void Thirty_two_lanes_fill_the_banks()
    {
        for (int offset = 0; offset < 4; offset++)
        {
            AssertNoConflict(lane => CopiedReader<AlignedAlongK>.First(lane, 64) ^ (4 * offset), 32, TensorCores.WarpSize);
            AssertNoConflict(lane => CopiedReader<AlignedAlongIndex>.First(lane, 64) ^ (8 * offset), 32, TensorCores.WarpSize);
        }
        AssertNoConflict(thread => CopiedPanel.Place<AlignedAlongK>(thread >> 2, thread & 3), 8, TensorTileAsync.Threads);
        AssertNoConflict(thread => CopiedPanel.Place<AlignedAlongIndex>(thread >> 5, thread & 31), 8, TensorTileAsync.Threads);
    }

    private static void AssertNoConflict(Func<int, int> place, int together, int threads)
    {
        for (int first = 0; first < threads; first += together)
            Assert.Equal(together, Enumerable.Range(first, together).Select(thread => place(thread) % together).Distinct().Count());
    }
}
