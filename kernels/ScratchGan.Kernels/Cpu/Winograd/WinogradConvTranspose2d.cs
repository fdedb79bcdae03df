using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// Index letters as in WinogradConv2d.cs; u row of a phase of the big image.

/// <summary>
/// Each phase ρ of x is a correlation of g with r × r taps of its own (see <see cref="WinogradSizes"/>): x_ρ = Aᵀ [ Σ_f (G w_ρ Gᵀ) ∘ (Bᵀ g B) ] A. Windows of
/// g are transformed for all phases, since those of different phases begin at different pixels and tiles of all of them shall cover the same square of x: so
/// whole rows of x are stored at once.
/// </summary>
internal static unsafe class WinogradConvTranspose2d<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        var sizes = new WinogradSizes(geometry, TTile.Outputs, Transposed: true);
        var images = new ImageBatch(g, geometry.F, geometry.P, geometry.Q);
        var results = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        TileGrid grid = TileProduct<TTile, TSimd, TVector>.Grid(context, sizes, images.Channels, results.Channels);
        var inputs = TileInputs<TTile, TSimd, TVector>.Shared(context, sizes, images, grid.MaxTiles, TileFilters<TTile, TSimd, TVector>.DepthBlock);
        var filters = new TileFilters<TTile, TSimd, TVector>(sizes, inputs.PhaseDepth, w);
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            inputs.Fill(context, chunk);
            Multiply(context, sizes, chunk, inputs, filters, results);
        }
    }

    private static void Multiply(
        CpuContext context, WinogradSizes sizes, TileChunk chunk, TileInputs<TTile, TSimd, TVector> inputs, TileFilters<TTile, TSimd, TVector> filters,
        ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        int stride = sizes.Stride;
        int tilesPerItem = TileProduct<TTile, TSimd, TVector>.TilesPerItem(chunk.Tiles);
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        context.Threads.For(ProductPlan.Divide(chunk.Tiles, tilesPerItem) * columnBlocks, (item, lane) =>
        {
            int firstTile = item / columnBlocks * tilesPerItem;
            int firstChannel = item % columnBlocks * Columns;
            int tiles = Math.Min(tilesPerItem, chunk.Tiles - firstTile);
            int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength + TTile.Outputs * chunk.Columns * stride * TTile.Outputs * TSimd.Lanes;
            float* scratch = workspace.Lane(
                lane, scratchLength + stride * TileProduct<TTile, TSimd, TVector>.Length + TileFilters<TTile, TSimd, TVector>.BlockLength + filters.TapsLength);
            float* m = scratch + scratchLength;
            float* u = m + stride * TileProduct<TTile, TSimd, TVector>.Length;
            float* taps = u + TileFilters<TTile, TSimd, TVector>.BlockLength;
            filters.ReadTaps(firstChannel, taps);
            for (int rowPhase = 0; rowPhase < stride; rowPhase++)
            {
                for (int columnPhase = 0; columnPhase < stride; columnPhase++)
                {
                    int phase = rowPhase * stride + columnPhase;
                    TileProduct<TTile, TSimd, TVector>.Run(
                        inputs, firstTile, tiles, phase * inputs.PhaseDepth, filters, phase, taps,
                        u, m + columnPhase * TileProduct<TTile, TSimd, TVector>.Length, scratch);
                }
                Store(sizes, rowPhase, chunk, firstTile, tiles, firstChannel, results, m, scratch);
            }
        });
    }

    /// <summary>
    /// Aᵀ M A of every tile, vector of channels and column phase, the phases side by side, stored as every s-th row of pixels: tiles that are neighbours in a row
    /// together, in whole cache lines.
    /// </summary>
    private static void Store(
        in WinogradSizes sizes, int rowPhase, in TileChunk chunk, int firstTile, int tiles, int firstChannel, in ImageBatch results, float* m, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int stride = sizes.Stride;
        int width = stride * TTile.Outputs;
        nint pitch = (nint)chunk.Columns * width * lanes;
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        int channels = Math.Min(Columns, results.Channels - firstChannel);
        for (int tile = 0, run; tile < tiles; tile += run, m += run * Columns)
        {
            (int image, int row, int column) = chunk.Tile(firstTile + tile);
            run = chunk.Run(firstTile + tile, tiles - tile);
            for (int channel = 0; channel < channels; channel += lanes)
            {
                for (int i = 0; i < run; i++)
                    for (int phase = 0; phase < stride; phase++)
                        TileTransform<TTile, TSimd, TVector>.Output(
                            m + phase * TileProduct<TTile, TSimd, TVector>.Length + i * Columns + channel, TileProduct<TTile, TSimd, TVector>.PointStride,
                            pixels + (i * width + sizes.FirstPlace(phase)) * lanes, pitch, stride * lanes, scratch);
                for (int u = 0; u < TTile.Outputs; u++)
                    results.WriteVectors(
                        pixels + u * pitch, lanes, image, firstChannel + channel,
                        stride * (row * TTile.Outputs + u) + sizes.FirstPlace(rowPhase), column * width, run * width);
            }
        }
    }
}
