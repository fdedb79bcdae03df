using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// Index letters as in WinogradConv2d.cs.

/// <summary>
/// dw = Gᵀ [ Σ_tiles (A g Aᵀ) ∘ (Bᵀ x B) ] G: the sum over tiles is e² matrix products k · tile × tile · f, k = (ρ, c), and is taken before the small transform
/// at the end. Both factors are transformed for many tiles at a time, so that most layers need few rounds; between rounds the sums wait in memory.
/// </summary>
internal static unsafe class WinogradWeightGradient<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of transformed windows of one round: 6 MiB. A part of the definition: the bits of the sums depend on it.</summary>
    private const int RoundLength = 3 << 19;

    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    private const int DepthBlock = TileFilters<TTile, TSimd, TVector>.DepthBlock;

    /// <summary>Channels of one work item: with their four phases 64 rows.</summary>
    private static int ChannelsPerItem => WinogradKernel<TSimd, TVector>.Rows == 8 ? 16 : 24;

    private static int RowsPerPhase => ProductPlan.Divide(ChannelsPerItem, WinogradKernel<TSimd, TVector>.Rows) * WinogradKernel<TSimd, TVector>.Rows;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw)
    {
        var sizes = new WinogradSizes(geometry, TTile.Outputs);
        var images = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        var small = new ImageBatch(g, geometry.F, geometry.P, geometry.Q);
        int depth = sizes.Phases * TileMatrix<TTile, TSimd, TVector>.Padded(geometry.C);
        int filters = TileMatrix<TTile, TSimd, TVector>.Padded(geometry.F);
        TileGrid grid = TileGrid.Of(geometry.N, sizes.Rows, sizes.Columns, RoundLength / (TTile.Points * TTile.Points * depth));
        int filterBlocks = ProductPlan.Divide(geometry.F, Columns);
        int items = ProductPlan.Divide(geometry.C, ChannelsPerItem) * filterBlocks;
        long itemLength = ItemLength(sizes);

        bool waits = grid.Chunks > 1;
        long windowsLength = new TileMatrix<TTile, TSimd, TVector>(null, grid.MaxTiles, depth, depth).Length;
        long gradientsLength = new TileMatrix<TTile, TSimd, TVector>(null, grid.MaxTiles, filters, Columns).Length;
        float* shared = context.Workspace.Shared(windowsLength + gradientsLength + (waits ? items * itemLength : 0));
        var windows = new TileMatrix<TTile, TSimd, TVector>(shared, grid.MaxTiles, depth, depth);
        var gradients = new TileMatrix<TTile, TSimd, TVector>(shared + windowsLength, grid.MaxTiles, filters, Columns);
        float* sums = waits ? shared + windowsLength + gradientsLength : null;

        Workspace workspace = context.Workspace;
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            TileWindows<TTile, TSimd, TVector>.Fill(context, sizes, images, chunk, windows);
            TileGradients<TTile, TSimd, TVector>.Fill(context, small, chunk, gradients);
            bool first = i == 0;
            bool last = i == grid.Chunks - 1;
            context.Threads.For(items, (item, lane) =>
            {
                int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength + sizes.Geometry.I * sizes.Geometry.J * TSimd.Lanes;
                float* scratch = workspace.Lane(lane, scratchLength + (sums is null ? itemLength : 0));
                float* sum = sums is null ? scratch + scratchLength : sums + item * itemLength;
                int firstChannel = item / filterBlocks * ChannelsPerItem;
                int firstFilter = item % filterBlocks * Columns;
                Multiply(sizes, chunk.Tiles, windows, gradients, firstChannel, firstFilter, sum, accumulate: !first);
                if (last)
                    Store(sizes, firstChannel, firstFilter, sum, dw, scratch);
            });
        }
    }

    /// <summary>Floats between two points of an item's sums.</summary>
    private static nint PointStride(in WinogradSizes sizes) =>
        TileMatrix<TTile, TSimd, TVector>.Odd((long)sizes.Phases * RowsPerPhase * Columns);

    private static long ItemLength(in WinogradSizes sizes) => TTile.Points * TTile.Points * (long)PointStride(sizes);

    /// <summary>sum[point, (phase, channel), filter] (+)= Σ over the tiles of a chunk, in blocks as in <see cref="TileProduct{TTile, TSimd, TVector}"/>.</summary>
    private static void Multiply(
        in WinogradSizes sizes, int tiles, in TileMatrix<TTile, TSimd, TVector> windows, in TileMatrix<TTile, TSimd, TVector> gradients,
        int firstChannel, int firstFilter, float* sum, bool accumulate)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int width = WinogradKernel<TSimd, TVector>.Columns;
        int phaseDepth = TileMatrix<TTile, TSimd, TVector>.Padded(sizes.Geometry.C);
        int channels = Math.Min(ChannelsPerItem, phaseDepth - firstChannel);
        for (int point = 0; point < TTile.Points * TTile.Points; point++, sum += PointStride(sizes))
            for (int tile = 0; tile < tiles; tile += DepthBlock)
                for (int column = 0; column < Columns; column += width)
                    for (int phase = 0; phase < sizes.Phases; phase++)
                        for (int channel = 0; channel < channels; channel += rows)
                            WinogradKernel<TSimd, TVector>.Run(
                                Math.Min(DepthBlock, tiles - tile),
                                windows.At(tile, phase * phaseDepth + firstChannel + channel) + point * windows.PointStride, 1, windows.Pitch, channels - channel,
                                gradients.At(tile, firstFilter) + point * gradients.PointStride + column, gradients.Pitch,
                                sum + (nint)(phase * RowsPerPhase + channel) * Columns + column, Columns, accumulate || tile > 0);
    }

    /// <summary>Gᵀ U G of every channel, phase and vector of filters, stored as taps.</summary>
    private static void Store(in WinogradSizes sizes, int firstChannel, int firstFilter, float* sum, float* dw, float* scratch)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        int lanes = TSimd.Lanes;
        int stride = geometry.Stride;
        int area = geometry.I * geometry.J;
        float* taps = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        nint step = stride * lanes;
        for (int channel = 0; channel < Math.Min(ChannelsPerItem, geometry.C - firstChannel); channel++)
            for (int filter = 0; filter < Math.Min(Columns, geometry.F - firstFilter); filter += lanes)
            {
                for (int phase = 0; phase < sizes.Phases; phase++)
                    TileTransform<TTile, TSimd, TVector>.Gather(
                        sum + (nint)(phase * RowsPerPhase + channel) * Columns + filter, PointStride(sizes),
                        taps + (phase / stride * geometry.J + phase % stride) * lanes, geometry.J * step, step, scratch);
                Transposition.Run(
                    taps, lanes, dw + ((nint)(firstFilter + filter) * geometry.C + firstChannel + channel) * area, (nint)geometry.C * area,
                    Math.Min(lanes, geometry.F - firstFilter - filter), area);
            }
    }
}
