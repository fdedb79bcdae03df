using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// n image; c, f channel of the big and of the small image; p, q row and column of the small image; i, j row and column of the kernel; s stride, a padding;
// ρ phase, one of s² (see WinogradSizes); m outputs, r taps, e points along one side of a tile (see IWinogradTile); k = (ρ, c).

/// <summary>
/// y = Aᵀ [ Σₖ (G w Gᵀ) ∘ (Bᵀ x B) ] A for each tile of m × m outputs: the phases of a strided convolution are so many more channels. For some tiles at a time
/// the windows are transformed, then e² matrix products tile × k · k × filter are made, and each block of results is transformed back while it is still in the
/// second-level cache.
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
        int columnBlocks = ProductPlan.Divide(geometry.F, Columns);
        TileSchedule schedule = TileSchedule.Of(context, sizes, geometry.N, columnBlocks, wholeImages: false);
        if (schedule.Alone)
            RunAlone(context, sizes, schedule.Grid, images, filters, results);
        else
            RunTogether(context, sizes, schedule.Grid, images, filters, results);
    }

    private static void RunAlone(
        CpuContext context, WinogradSizes sizes, TileGrid grid, ImageBatch images, TileFilters<TTile, TSimd, TVector> filters, ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        TileChunk largest = grid.Chunk(0);
        long scratchLength = Math.Max(TileWindows<TTile, TSimd, TVector>.ScratchLength(sizes, largest), Length(filters, largest, largest.Tiles));
        long windowsLength = Windows(null, grid, filters).Length;
        context.Threads.For(grid.Chunks, (item, lane) =>
        {
            TileChunk chunk = grid.Chunk(item);
            float* scratch = workspace.Lane(lane, scratchLength + windowsLength);
            TileMatrix<TTile, TSimd, TVector> windows = Windows(scratch + scratchLength, grid, filters);
            for (int image = 0; image < chunk.Images; image++)
                for (int channel = 0; channel < filters.InnerDepth; channel += TSimd.Lanes)
                    TileWindows<TTile, TSimd, TVector>.Fill(sizes, images, chunk, image, channel, windows, filters.InnerDepth, channel, scratch);
            for (int filter = 0; filter < filters.AllColumns; filter += Columns)
                Multiply(chunk, 0, chunk.Tiles, filter, windows, filters, results, scratch);
        });
    }

    private static void RunTogether(
        CpuContext context, WinogradSizes sizes, TileGrid grid, ImageBatch images, TileFilters<TTile, TSimd, TVector> filters, ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        TileMatrix<TTile, TSimd, TVector> windows = Windows(workspace.Shared(Windows(null, grid, filters).Length), grid, filters);
        int vectors = filters.InnerDepth / TSimd.Lanes;
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            context.Threads.For(chunk.Images * vectors, (item, lane) =>
            {
                int channel = item % vectors * TSimd.Lanes;
                float* scratch = workspace.Lane(lane, TileWindows<TTile, TSimd, TVector>.ScratchLength(sizes, chunk));
                TileWindows<TTile, TSimd, TVector>.Fill(sizes, images, chunk, item / vectors, channel, windows, filters.InnerDepth, channel, scratch);
            });
            int tilesPerItem = ProductPlan.Divide(chunk.Tiles, ProductPlan.Divide(chunk.Tiles, TileSchedule.WantedTiles));
            context.Threads.For(ProductPlan.Divide(chunk.Tiles, tilesPerItem) * columnBlocks, (item, lane) =>
            {
                int firstTile = item / columnBlocks * tilesPerItem;
                int tiles = Math.Min(tilesPerItem, chunk.Tiles - firstTile);
                float* scratch = workspace.Lane(lane, Length(filters, chunk, tilesPerItem));
                Multiply(chunk, firstTile, tiles, item % columnBlocks * Columns, windows, filters, results, scratch);
            });
        }
    }

    private static TileMatrix<TTile, TSimd, TVector> Windows(float* memory, in TileGrid grid, in TileFilters<TTile, TSimd, TVector> filters) =>
        new(memory, grid.MaxTiles, filters.Depth, TileFilters<TTile, TSimd, TVector>.DepthBlock);

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs.</summary>
    private static long Length(in TileFilters<TTile, TSimd, TVector> filters, in TileChunk chunk, int maxTiles) =>
        PixelsLength(chunk) + TileProduct<TTile, TSimd, TVector>.Length(filters, maxTiles);

    private static int PixelsLength(in TileChunk chunk) =>
        TileTransform<TTile, TSimd, TVector>.ScratchLength + TTile.Outputs * chunk.Columns * TTile.Outputs * TSimd.Lanes;

    /// <summary>Some tiles and one block of filters, from transformed windows to pixels.</summary>
    private static void Multiply(
        in TileChunk chunk, int firstTile, int tiles, int firstFilter, in TileMatrix<TTile, TSimd, TVector> windows,
        in TileFilters<TTile, TSimd, TVector> filters, in ImageBatch results, float* scratch)
    {
        var product = new TileProduct<TTile, TSimd, TVector>(filters, tiles, scratch + PixelsLength(chunk));
        product.ReadTaps(firstFilter);
        product.Run(windows, firstTile, tiles, phase: 0);
        Store(chunk, firstTile, tiles, firstFilter, results, product, scratch);
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
