using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// n image; c, f channel of the big and of the small image; p, q row and column of the small image; i, j row and column of the kernel; s stride, a padding;
// ρ phase, one of s² (see WinogradSizes); m outputs, r taps, e points along one side of a tile (see IWinogradTile); k = (ρ, c).

/// <summary>
/// y = Aᵀ [ Σₖ (G w Gᵀ) ∘ (Bᵀ x B) ] A for each tile of m × m outputs: the phases of a strided convolution are so many more channels. The images are worked
/// on in chunks of tiles that stay in the cache: first all windows of a chunk are transformed, then e² matrix products tile × k · k × filter are made, and each
/// block of results is transformed back while it is still in the second-level cache.
/// </summary>
internal static unsafe class WinogradConv2d<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y)
    {
        var sizes = new WinogradSizes(geometry, TTile.Outputs, Transposed: false);
        var images = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        var results = new ImageBatch(y, geometry.F, geometry.P, geometry.Q);
        TileGrid grid = TileProduct<TTile, TSimd, TVector>.Grid(context, sizes, images.Channels, results.Channels);
        var inputs = TileInputs<TTile, TSimd, TVector>.Shared(context, sizes, images, grid.MaxTiles, TileFilters<TTile, TSimd, TVector>.DepthBlock);
        var filters = new TileFilters<TTile, TSimd, TVector>(sizes, inputs.PhaseDepth, w);
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            inputs.Fill(context, chunk);
            Multiply(context, chunk, inputs, filters, results);
        }
    }

    private static void Multiply(
        CpuContext context, TileChunk chunk, TileInputs<TTile, TSimd, TVector> inputs, TileFilters<TTile, TSimd, TVector> filters, ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        int tilesPerItem = TileProduct<TTile, TSimd, TVector>.TilesPerItem(chunk.Tiles);
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        context.Threads.For(ProductPlan.Divide(chunk.Tiles, tilesPerItem) * columnBlocks, (item, lane) =>
        {
            int firstTile = item / columnBlocks * tilesPerItem;
            int firstFilter = item % columnBlocks * Columns;
            int tiles = Math.Min(tilesPerItem, chunk.Tiles - firstTile);
            int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength + TTile.Outputs * chunk.Columns * TTile.Outputs * TSimd.Lanes;
            float* scratch = workspace.Lane(
                lane, scratchLength + TileProduct<TTile, TSimd, TVector>.Length + TileFilters<TTile, TSimd, TVector>.BlockLength + filters.TapsLength);
            float* m = scratch + scratchLength;
            float* u = m + TileProduct<TTile, TSimd, TVector>.Length;
            float* taps = u + TileFilters<TTile, TSimd, TVector>.BlockLength;
            filters.ReadTaps(firstFilter, taps);
            TileProduct<TTile, TSimd, TVector>.Run(inputs, firstTile, tiles, 0, filters, 0, taps, u, m, scratch);
            Store(chunk, firstTile, tiles, firstFilter, results, m, scratch);
        });
    }

    /// <summary>Aᵀ M A of every tile and vector of filters, stored as pixels: tiles that are neighbours in a row together, in whole cache lines.</summary>
    private static void Store(in TileChunk chunk, int firstTile, int tiles, int firstFilter, in ImageBatch results, float* m, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int outputs = TTile.Outputs;
        nint pitch = (nint)chunk.Columns * outputs * lanes;
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        int filters = Math.Min(Columns, results.Channels - firstFilter);
        for (int tile = 0, run; tile < tiles; tile += run, m += run * Columns)
        {
            (int image, int row, int column) = chunk.Tile(firstTile + tile);
            run = chunk.Run(firstTile + tile, tiles - tile);
            for (int filter = 0; filter < filters; filter += lanes)
            {
                for (int i = 0; i < run; i++)
                    TileTransform<TTile, TSimd, TVector>.Output(
                        m + i * Columns + filter, TileProduct<TTile, TSimd, TVector>.PointStride, pixels + i * outputs * lanes, pitch, lanes, scratch);
                for (int p = 0; p < outputs; p++)
                    results.WriteVectors(
                        pixels + p * pitch, lanes, image, firstFilter + filter, row * outputs + p, column * outputs, run * outputs);
            }
        }
    }
}
