using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// Index letters as in WinogradConv2d.cs.

/// <summary>
/// dw = Gᵀ [ Σ_tiles (A g Aᵀ) ∘ (Bᵀ x B) ] G: the sum over tiles is e² matrix products k · tile × tile · f, k = (ρ, c), and is taken before the small transform
/// at the end. Both factors are transformed for many tiles at a time, so that most layers need one or two rounds; between rounds the sums wait in memory.
/// </summary>
internal static unsafe class WinogradWeightGradient<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of transformed windows of one round: 6 MiB.</summary>
    private const int RoundLength = 3 << 19;

    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    /// <summary>Channels of one work item: with their four phases 64 rows.</summary>
    private static int ChannelsPerItem => WinogradKernel<TSimd, TVector>.Rows == 8 ? 16 : 24;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw)
    {
        var sizes = new WinogradSizes(geometry, TTile.Outputs, Transposed: false);
        var images = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        var gradients = new ImageBatch(g, geometry.F, geometry.P, geometry.Q);
        (int rows, int columns) = sizes.Tiles;
        TileGrid grid = TileGrid.Of(geometry.N, rows, columns, RoundLength / TileInputs<TTile, TSimd, TVector>.TileLength(sizes, geometry.C));
        long spreadLength = new TileGradients<TTile, TSimd, TVector>(sizes, gradients, grid.MaxTiles, null).Length;
        int filterBlocks = ProductPlan.Divide(geometry.F, Columns);
        int items = ProductPlan.Divide(geometry.C, ChannelsPerItem) * filterBlocks;
        long itemLength = ItemLength(sizes);
        bool waits = grid.Chunks > 1;
        var inputs = TileInputs<TTile, TSimd, TVector>.Shared(
            context, sizes, images, grid.MaxTiles, block: int.MaxValue, spreadLength + (waits ? items * itemLength : 0));
        var spread = new TileGradients<TTile, TSimd, TVector>(sizes, gradients, grid.MaxTiles, inputs.End);
        float* sums = waits ? inputs.End + spreadLength : null;

        Workspace workspace = context.Workspace;
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            inputs.Fill(context, chunk);
            spread.Fill(context, chunk);
            bool first = i == 0;
            bool last = i == grid.Chunks - 1;
            context.Threads.For(items, (item, lane) =>
            {
                int scratchLength = 2 * TileTransform<TTile, TSimd, TVector>.ScratchLength + sizes.Geometry.I * sizes.Geometry.J * TSimd.Lanes;
                float* scratch = workspace.Lane(lane, scratchLength + (sums is null ? itemLength : 0));
                float* sum = sums is null ? scratch + scratchLength : sums + item * itemLength;
                int firstChannel = item / filterBlocks * ChannelsPerItem;
                int firstFilter = item % filterBlocks * Columns;
                Multiply(sizes, chunk, inputs, spread, firstChannel, firstFilter, sum, accumulate: !first);
                if (last)
                    Store(sizes, firstChannel, firstFilter, sum, dw, scratch);
            });
        }
    }

    private static int RowsPerPhase => ProductPlan.Divide(ChannelsPerItem, WinogradKernel<TSimd, TVector>.Rows) * WinogradKernel<TSimd, TVector>.Rows;

    private static nint PointStride(in WinogradSizes sizes) =>
        WinogradSizes.Odd((long)sizes.Stride * sizes.Stride * RowsPerPhase * Columns);

    private static long ItemLength(in WinogradSizes sizes) => TTile.Points * TTile.Points * (long)PointStride(sizes);

    /// <summary>sum[point, (phase, channel), filter] (+)= Σ over the tiles of a chunk, in blocks as in <see cref="TileProduct{TTile, TSimd, TVector}"/>.</summary>
    private static void Multiply(
        in WinogradSizes sizes, in TileChunk chunk, in TileInputs<TTile, TSimd, TVector> inputs, in TileGradients<TTile, TSimd, TVector> gradients,
        int firstChannel, int firstFilter, float* sum, bool accumulate)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int width = WinogradKernel<TSimd, TVector>.Columns;
        int channels = Math.Min(ChannelsPerItem, inputs.PhaseDepth - firstChannel);
        for (int point = 0; point < TTile.Points * TTile.Points; point++, sum += PointStride(sizes))
            for (int tile = 0; tile < chunk.Tiles; tile += TileFilters<TTile, TSimd, TVector>.DepthBlock)
                for (int column = 0; column < Columns; column += width)
                    for (int phase = 0; phase < sizes.Stride * sizes.Stride; phase++)
                        for (int channel = 0; channel < channels; channel += rows)
                            WinogradKernel<TSimd, TVector>.Run(
                                Math.Min(TileFilters<TTile, TSimd, TVector>.DepthBlock, chunk.Tiles - tile),
                                inputs.At(tile, phase * inputs.PhaseDepth + firstChannel + channel) + point * inputs.PointStride, 1, inputs.Pitch, channels - channel,
                                gradients.At(point, firstFilter, tile) + column, Columns,
                                sum + (nint)(phase * RowsPerPhase + channel) * Columns + column, Columns, accumulate || tile > 0);
    }

    /// <summary>Gᵀ U G of every channel, phase and vector of filters, stored as taps.</summary>
    private static void Store(in WinogradSizes sizes, int firstChannel, int firstFilter, float* sum, float* dw, float* scratch)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        int lanes = TSimd.Lanes;
        int area = geometry.I * geometry.J;
        float* taps = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        nint step = sizes.Stride * lanes;
        for (int channel = 0; channel < Math.Min(ChannelsPerItem, geometry.C - firstChannel); channel++)
            for (int filter = 0; filter < Math.Min(Columns, geometry.F - firstFilter); filter += lanes)
            {
                for (int phase = 0; phase < sizes.Stride * sizes.Stride; phase++)
                {
                    (int row, int column) = Math.DivRem(phase, sizes.Stride);
                    TileTransform<TTile, TSimd, TVector>.Gather(
                        sum + (nint)(phase * RowsPerPhase + channel) * Columns + filter, PointStride(sizes),
                        taps + (row * geometry.J + column) * lanes, geometry.J * step, step, scratch);
                }
                Transposition.Run(
                    taps, lanes, dw + ((nint)(firstFilter + filter) * geometry.C + firstChannel + channel) * area, (nint)geometry.C * area,
                    Math.Min(lanes, geometry.F - firstFilter - filter), area);
            }
    }
}
