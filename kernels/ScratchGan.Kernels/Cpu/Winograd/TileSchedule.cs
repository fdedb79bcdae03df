using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// How threads share a convolution. With enough tiles each thread works alone: it transforms the windows of some tiles and multiplies them with all filters:
/// they pass between its own caches (2 MiB at 64 channels, 7 at 256) and never from another core's. With few tiles threads transform windows together and each takes some of the filters. Which it is changes no bit of a
/// result, so it may follow the number of threads.
/// </summary>
internal readonly record struct TileSchedule(TileGrid Grid, bool Alone)
{
    /// <summary>
    /// Tiles of a work item: each transformed filter is used so often. The sums of all points, 200 KiB, and a block of filters, 400 KiB, share a second-level
    /// cache.
    /// </summary>
    public const int WantedTiles = 64;

    /// <summary>So few tiles still repay each thread's own transform of all filters; what another thread transformed costs more to fetch.</summary>
    private const int FewestTiles = 32;

    /// <summary>Items of each thread from which on one more or less does not leave a thread idle for long.</summary>
    private const int ManyItems = 4;

    /// <param name="images">images of the batch</param>
    /// <param name="columnBlocks">work items that the filters of one tile make</param>
    /// <param name="wholeImages">whether an image must not be cut</param>
    public static TileSchedule Of(CpuContext context, in WinogradSizes sizes, int images, int columnBlocks, bool wholeImages)
    {
        int threads = context.Threads.Count;
        int fewest = wholeImages ? sizes.Rows * sizes.Columns : 1;
        int share = ProductPlan.Divide(images * sizes.Rows * sizes.Columns, threads);
        TileGrid alone = TileGrid.Of(images, sizes.Rows, sizes.Columns, Math.Max(fewest, Math.Clamp(share, FewestTiles, WantedTiles)));
        if (alone.Chunks % threads == 0 || alone.Chunks >= ManyItems * threads)
            return new TileSchedule(alone, Alone: true);
        int together = ProductPlan.Divide(2 * threads, columnBlocks) * WantedTiles;
        return new TileSchedule(TileGrid.Of(images, sizes.Rows, sizes.Columns, Math.Max(fewest, together)), Alone: false);
    }
}
