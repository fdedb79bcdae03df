using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

// Index letters as in WinogradConv2d.cs.

/// <summary>
/// The transpose of <see cref="WinogradConv2d{TTile, TSimd, TVector}"/>, map by map in reverse order: x = Σ_tiles B [ Σ_f (G w_ρ Gᵀ) ∘ (A g Aᵀ) ] Bᵀ in each
/// phase ρ. Tiles of g are transformed once for all phases; windows of x overlap by r − 1 pixels and are summed.
/// </summary>
/// <remarks>
/// The other way, to compute each phase as a correlation of g with reversed taps, has no overlap but transforms windows of g for every phase: four times the
/// transforms and four times the memory for their results, 10 to 20 % slower.
/// </remarks>
internal static unsafe class WinogradConvTranspose2d<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        var sizes = new WinogradSizes(geometry, TTile.Outputs);
        var images = new ImageBatch(g, geometry.F, geometry.P, geometry.Q);
        var results = new ImageBatch(x, geometry.C, geometry.H, geometry.W);
        var filters = new TileFilters<TTile, TSimd, TVector>(geometry, w, transposed: true);
        int tiles = TileProduct<TTile, TSimd, TVector>.TilesPerChunk(context, sizes.Phases * filters.Depth, geometry.C);
        // Whole images, since windows overlap.
        TileGrid grid = TileGrid.Of(geometry.N, sizes.Rows, sizes.Columns, Math.Max(tiles, sizes.Rows * sizes.Columns));
        long length = Gradients(null, grid, filters).Length;
        TileMatrix<TTile, TSimd, TVector> gradients = Gradients(context.Workspace.Shared(length), grid, filters);
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            TileGradients<TTile, TSimd, TVector>.Fill(context, images, chunk, gradients);
            Multiply(context, sizes, chunk, gradients, filters, results);
        }
    }

    private static TileMatrix<TTile, TSimd, TVector> Gradients(float* memory, in TileGrid grid, in TileFilters<TTile, TSimd, TVector> filters) =>
        new(memory, grid.MaxTiles, filters.Depth, TileFilters<TTile, TSimd, TVector>.DepthBlock);

    /// <summary>Work items take some columns of some whole images: several small ones, or a large one band by band.</summary>
    private static void Multiply(
        CpuContext context, WinogradSizes sizes, TileChunk chunk, TileMatrix<TTile, TSimd, TVector> gradients, TileFilters<TTile, TSimd, TVector> filters,
        ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        int wanted = TileProduct<TTile, TSimd, TVector>.WantedTiles;
        int imagesPerItem = Math.Max(1, wanted / (chunk.Rows * chunk.Columns));
        int rowsPerBand = Math.Clamp(wanted / chunk.Columns, 1, chunk.Rows);
        int maxTiles = imagesPerItem * rowsPerBand * chunk.Columns;
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        int imageLength = sizes.Window(sizes.Rows) * sizes.Window(sizes.Columns) * Columns;
        context.Threads.For(ProductPlan.Divide(chunk.Images, imagesPerItem) * columnBlocks, (item, lane) =>
        {
            int firstImage = item / columnBlocks * imagesPerItem;
            int firstChannel = item % columnBlocks * Columns;
            int images = Math.Min(imagesPerItem, chunk.Images - firstImage);
            int scratchLength = TileTransform<TTile, TSimd, TVector>.ScratchLength + imagesPerItem * imageLength;
            float* scratch = workspace.Lane(lane, scratchLength + TileProduct<TTile, TSimd, TVector>.Length(filters, maxTiles));
            float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
            var product = new TileProduct<TTile, TSimd, TVector>(filters, maxTiles, scratch + scratchLength);
            product.ReadTaps(firstChannel);
            new Span<float>(pixels, images * imageLength).Clear();
            for (int firstRow = 0; firstRow < chunk.Rows; firstRow += rowsPerBand)
            {
                int rows = Math.Min(rowsPerBand, chunk.Rows - firstRow);
                int firstTile = (firstImage * chunk.Rows + firstRow) * chunk.Columns;
                for (int phase = 0; phase < sizes.Phases; phase++)
                {
                    product.Run(gradients, firstTile, images * rows * chunk.Columns, phase);
                    for (int image = 0; image < images; image++)
                        AddWindows(
                            sizes, phase, firstRow, rows, product.Result + image * rows * chunk.Columns * Columns, product.PointStride,
                            pixels + image * imageLength, scratch);
                }
            }
            for (int image = 0; image < images; image++)
                Store(sizes, pixels + image * imageLength, results, chunk.FirstImage + firstImage + image, firstChannel);
        });
    }

    private static void AddWindows(in WinogradSizes sizes, int phase, int firstRow, int rows, float* m, nint pointStride, float* pixels, float* scratch)
    {
        int plane = sizes.Window(sizes.Rows) * sizes.Window(sizes.Columns);
        for (int channel = 0; channel < Columns; channel += TSimd.Lanes)
            TileWindows<TTile, TSimd, TVector>.Add(
                sizes, phase, firstRow, rows, m + channel, Columns, pointStride, pixels + (nint)channel * plane, scratch);
    }

    /// <summary>The pixels inside the image, row by row.</summary>
    private static void Store(in WinogradSizes sizes, float* pixels, in ImageBatch results, int image, int firstChannel)
    {
        int lanes = TSimd.Lanes;
        int width = sizes.Window(sizes.Columns);
        nint plane = (nint)sizes.Window(sizes.Rows) * width;
        int padding = sizes.Geometry.Padding;
        int channels = Math.Min(Columns, results.Channels - firstChannel);
        for (int channel = 0; channel < channels; channel += lanes)
            for (int row = 0; row < results.Height; row++)
                results.WriteVectors(
                    pixels + channel * plane + ((nint)(row + padding) * width + padding) * lanes, lanes, image, firstChannel + channel, row, 0, results.Width);
    }
}
