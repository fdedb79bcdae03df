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
        var sizes = new WinogradSizes(geometry, TTile.Outputs);
        var images = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        var results = new ImageBatch(y, geometry.F, geometry.P, geometry.Q);
        var filters = new TileFilters<TTile, TSimd, TVector>(geometry, w, transposed: false);
        int tiles = TileProduct<TTile, TSimd, TVector>.TilesPerChunk(context, filters.Depth, geometry.F);
        TileGrid grid = TileGrid.Of(geometry.N, sizes.Rows, sizes.Columns, tiles);
        long length = Windows(null, grid, filters).Length;
        TileMatrix<TTile, TSimd, TVector> windows = Windows(context.Workspace.Shared(length), grid, filters);
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            TileWindows<TTile, TSimd, TVector>.Fill(context, sizes, images, chunk, windows);
            Multiply(context, chunk, windows, filters, results);
        }
    }

    private static TileMatrix<TTile, TSimd, TVector> Windows(float* memory, in TileGrid grid, in TileFilters<TTile, TSimd, TVector> filters) =>
        new(memory, grid.MaxTiles, filters.Depth, TileFilters<TTile, TSimd, TVector>.DepthBlock);

    private static void Multiply(
        CpuContext context, TileChunk chunk, TileMatrix<TTile, TSimd, TVector> windows, TileFilters<TTile, TSimd, TVector> filters, ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        int blocks = ProductPlan.Divide(chunk.Tiles, TileProduct<TTile, TSimd, TVector>.WantedTiles);
        int tilesPerItem = ProductPlan.Divide(chunk.Tiles, blocks);
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        context.Threads.For(ProductPlan.Divide(chunk.Tiles, tilesPerItem) * columnBlocks, (item, lane) =>
        {
            int firstTile = item / columnBlocks * tilesPerItem;
            int firstFilter = item % columnBlocks * Columns;
            int tiles = Math.Min(tilesPerItem, chunk.Tiles - firstTile);
            int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength + TTile.Outputs * chunk.Columns * TTile.Outputs * TSimd.Lanes;
            float* scratch = workspace.Lane(lane, scratchLength + TileProduct<TTile, TSimd, TVector>.Length(filters, tilesPerItem));
            var product = new TileProduct<TTile, TSimd, TVector>(filters, tilesPerItem, scratch + scratchLength);
            product.ReadTaps(firstFilter);
            product.Run(windows, firstTile, tiles, phase: 0);
            Store(chunk, firstTile, tiles, firstFilter, results, product, scratch);
        });
    }

    /// <summary>Aᵀ M A of every tile and vector of filters, stored as pixels: tiles that are neighbours in a row together, in whole cache lines.</summary>
    private static void Store(
        in TileChunk chunk, int firstTile, int tiles, int firstFilter, in ImageBatch results, in TileProduct<TTile, TSimd, TVector> product, float* scratch)
    {
        int lanes = TSimd.Lanes;
        int outputs = TTile.Outputs;
        nint pitch = (nint)chunk.Columns * outputs * lanes;
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        int filters = Math.Min(Columns, results.Channels - firstFilter);
        for (int tile = 0, run; tile < tiles; tile += run)
        {
            (int image, int row, int column) = chunk.Tile(firstTile + tile);
            run = chunk.Run(firstTile + tile, tiles - tile);
            for (int filter = 0; filter < filters; filter += lanes)
            {
                for (int i = 0; i < run; i++)
                    TileTransform<TTile, TSimd, TVector>.Output(
                        product.Result + (tile + i) * Columns + filter, product.PointStride, pixels + i * outputs * lanes, pitch, lanes, scratch);
                for (int p = 0; p < outputs; p++)
                    results.WriteVectors(
                        pixels + p * pitch, lanes, image, firstFilter + filter, row * outputs + p, column * outputs, run * outputs);
            }
        }
    }
}
