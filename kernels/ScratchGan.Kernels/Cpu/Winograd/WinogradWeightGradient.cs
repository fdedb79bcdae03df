using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// Index letters as in WinogradConv2d.cs.

/// <summary>
/// dw = Gᵀ [ Σ_tiles (A g Aᵀ) ∘ (Bᵀ x B) ] G: the sum over tiles is e² matrix products k · tile × tile · f, k = (ρ, c), and is taken before the small transform
/// at the end. Tiles of g are transformed by all threads together, many at a time, so that most layers need few rounds; between rounds the sums wait in memory.
/// Work items take some channels: the item transforms their windows and multiplies them with all filters.
/// </summary>
internal static unsafe class WinogradWeightGradient<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// Tiles of one round: windows of an item's channels, 2 MiB, are read again for each block of filters. A part of the definition: the bits of the sums depend
    /// on it.
    /// </summary>
    private const int TilesPerRound = 256;

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
        int paddedFilters = TileMatrix<TTile, TSimd, TVector>.Padded(geometry.F);
        TileGrid grid = TileGrid.Of(geometry.N, sizes.Rows, sizes.Columns, TilesPerRound);

        int filterBlocks = ProductPlan.Divide(geometry.F, Columns);
        int channelBlocks = ProductPlan.Divide(geometry.C, ChannelsPerItem);
        // Where channels are too few to go round, several items transform the same windows, each for some of the filters.
        int filterGroups = Math.Min(filterBlocks, ProductPlan.Divide(2 * context.Threads.Count, channelBlocks));
        long sumLength = TTile.Points * TTile.Points * (long)PointStride(sizes);
        bool waits = grid.Chunks > 1;
        long gradientsLength = new TileMatrix<TTile, TSimd, TVector>(null, grid.MaxTiles, paddedFilters, Columns).Length;
        float* shared = context.Workspace.Shared(gradientsLength + (waits ? channelBlocks * filterBlocks * sumLength : 0));
        var gradients = new TileMatrix<TTile, TSimd, TVector>(shared, grid.MaxTiles, paddedFilters, Columns);
        float* sums = waits ? shared + gradientsLength : null;

        int vectors = paddedFilters / TSimd.Lanes;
        int phaseDepth = ProductPlan.Divide(ChannelsPerItem, TSimd.Lanes) * TSimd.Lanes;
        long windowsLength = new TileMatrix<TTile, TSimd, TVector>(null, grid.MaxTiles, sizes.Phases * phaseDepth, int.MaxValue).Length;
        Workspace workspace = context.Workspace;
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            bool first = i == 0;
            bool last = i == grid.Chunks - 1;
            context.Threads.For(chunk.Images * vectors, (item, lane) =>
            {
                float* scratch = workspace.Lane(lane, TileGradients<TTile, TSimd, TVector>.ScratchLength(chunk));
                TileGradients<TTile, TSimd, TVector>.Fill(small, chunk, item / vectors, item % vectors * TSimd.Lanes, gradients, scratch);
            });
            context.Threads.For(channelBlocks * filterGroups, (item, lane) =>
            {
                int channelBlock = item / filterGroups;
                int firstChannel = channelBlock * ChannelsPerItem;
                int scratchLength = Math.Max(
                    TileWindows<TTile, TSimd, TVector>.ScratchLength(sizes, chunk),
                    TileTransform<TTile, TSimd, TVector>.ScratchLength + sizes.Geometry.I * sizes.Geometry.J * TSimd.Lanes);
                float* scratch = workspace.Lane(lane, scratchLength + windowsLength + (sums is null ? sumLength : 0));
                var windows = new TileMatrix<TTile, TSimd, TVector>(scratch + scratchLength, grid.MaxTiles, sizes.Phases * phaseDepth, int.MaxValue);
                int channels = Math.Min(ChannelsPerItem, sizes.Geometry.C - firstChannel);
                for (int image = 0; image < chunk.Images; image++)
                    for (int channel = 0; channel < channels; channel += TSimd.Lanes)
                        TileWindows<TTile, TSimd, TVector>.Fill(
                            sizes, images, chunk, image, firstChannel + channel, windows, phaseDepth, channel, scratch);
                for (int block = item % filterGroups; block < filterBlocks; block += filterGroups)
                {
                    float* sum = sums is null ? scratch + scratchLength + windowsLength : sums + (channelBlock * filterBlocks + block) * sumLength;
                    Multiply(sizes, chunk.Tiles, windows, phaseDepth, channels, gradients, block * Columns, sum, accumulate: !first);
                    if (last)
                        Store(sizes, firstChannel, channels, block * Columns, sum, dw, scratch);
                }
            });
        }
    }

    /// <summary>Floats between two points of the sums of one block of channels and one of filters.</summary>
    private static nint PointStride(in WinogradSizes sizes) =>
        TileMatrix<TTile, TSimd, TVector>.Odd((long)sizes.Phases * RowsPerPhase * Columns);

    /// <summary>sum[point, (phase, channel), filter] (+)= Σ over the tiles of a chunk, in blocks as in <see cref="TileProduct{TTile, TSimd, TVector}"/>.</summary>
    private static void Multiply(
        in WinogradSizes sizes, int tiles, in TileMatrix<TTile, TSimd, TVector> windows, int phaseDepth, int channels,
        in TileMatrix<TTile, TSimd, TVector> gradients, int firstFilter, float* sum, bool accumulate)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int width = WinogradKernel<TSimd, TVector>.Columns;
        float* left = windows.At(0, 0);
        float* right = gradients.At(0, firstFilter);
        nint sumStride = PointStride(sizes);
        for (int point = 0; point < TTile.Points * TTile.Points; point++)
        {
            for (int tile = 0; tile < tiles; tile += DepthBlock)
                for (int column = 0; column < Columns; column += width)
                    for (int phase = 0; phase < sizes.Phases; phase++)
                        for (int channel = 0; channel < channels; channel += rows)
                            WinogradKernel<TSimd, TVector>.Run(
                                Math.Min(DepthBlock, tiles - tile), left + tile * windows.Pitch + phase * phaseDepth + channel, 1, windows.Pitch,
                                channels - channel, right + tile * gradients.Pitch + column, gradients.Pitch,
                                sum + (nint)(phase * RowsPerPhase + channel) * Columns + column, Columns, accumulate || tile > 0);
            left += windows.PointStride;
            right += gradients.PointStride;
            sum += sumStride;
        }
    }

    /// <summary>Gᵀ U G of every channel, phase and vector of filters, stored as taps.</summary>
    private static void Store(in WinogradSizes sizes, int firstChannel, int channels, int firstFilter, float* sum, float* dw, float* scratch)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        int lanes = TSimd.Lanes;
        int stride = geometry.Stride;
        int area = geometry.I * geometry.J;
        float* taps = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        nint step = stride * lanes;
        for (int channel = 0; channel < channels; channel++)
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
