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
        int columnBlocks = ProductPlan.Divide(geometry.C, Columns);
        // Whole images, since windows overlap.
        TileSchedule schedule = TileSchedule.Of(context, sizes, geometry.N, columnBlocks, wholeImages: true);
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
        long scratchLength = Math.Max(TileGradients<TTile, TSimd, TVector>.ScratchLength(largest), Length(sizes, filters, largest.Images));
        long gradientsLength = Gradients(null, grid, filters).Length;
        context.Threads.For(grid.Chunks, (item, lane) =>
        {
            TileChunk chunk = grid.Chunk(item);
            float* scratch = workspace.Lane(lane, scratchLength + gradientsLength);
            TileMatrix<TTile, TSimd, TVector> gradients = Gradients(scratch + scratchLength, grid, filters);
            for (int image = 0; image < chunk.Images; image++)
                for (int filter = 0; filter < filters.InnerDepth; filter += TSimd.Lanes)
                    TileGradients<TTile, TSimd, TVector>.Fill(images, chunk, image, filter, gradients, scratch);
            for (int channel = 0; channel < filters.AllColumns; channel += Columns)
                Multiply(sizes, chunk, 0, chunk.Images, channel, gradients, filters, results, scratch);
        });
    }

    private static void RunTogether(
        CpuContext context, WinogradSizes sizes, TileGrid grid, ImageBatch images, TileFilters<TTile, TSimd, TVector> filters, ImageBatch results)
    {
        Workspace workspace = context.Workspace;
        TileMatrix<TTile, TSimd, TVector> gradients = Gradients(workspace.Shared(Gradients(null, grid, filters).Length), grid, filters);
        int vectors = filters.InnerDepth / TSimd.Lanes;
        int columnBlocks = ProductPlan.Divide(filters.AllColumns, Columns);
        int imagesPerItem = Math.Max(1, TileSchedule.WantedTiles / (sizes.Rows * sizes.Columns));
        for (int i = 0; i < grid.Chunks; i++)
        {
            TileChunk chunk = grid.Chunk(i);
            context.Threads.For(chunk.Images * vectors, (item, lane) =>
            {
                float* scratch = workspace.Lane(lane, TileGradients<TTile, TSimd, TVector>.ScratchLength(chunk));
                TileGradients<TTile, TSimd, TVector>.Fill(images, chunk, item / vectors, item % vectors * TSimd.Lanes, gradients, scratch);
            });
            context.Threads.For(ProductPlan.Divide(chunk.Images, imagesPerItem) * columnBlocks, (item, lane) =>
            {
                int firstImage = item / columnBlocks * imagesPerItem;
                int count = Math.Min(imagesPerItem, chunk.Images - firstImage);
                float* scratch = workspace.Lane(lane, Length(sizes, filters, imagesPerItem));
                Multiply(sizes, chunk, firstImage, count, item % columnBlocks * Columns, gradients, filters, results, scratch);
            });
        }
    }

    private static TileMatrix<TTile, TSimd, TVector> Gradients(float* memory, in TileGrid grid, in TileFilters<TTile, TSimd, TVector> filters) =>
        new(memory, grid.MaxTiles, filters.Depth, TileFilters<TTile, TSimd, TVector>.DepthBlock);

    /// <summary>Floats of scratch that <see cref="Multiply"/> needs.</summary>
    private static long Length(in WinogradSizes sizes, in TileFilters<TTile, TSimd, TVector> filters, int images) =>
        TileTransform<TTile, TSimd, TVector>.ScratchLength + images * (long)ImageLength(sizes)
        + TileProduct<TTile, TSimd, TVector>.Length(filters, images * RowsPerBand(sizes) * sizes.Columns);

    /// <summary>Floats of one block of channels of an image and what is around it.</summary>
    private static int ImageLength(in WinogradSizes sizes) => checked(sizes.AllRows * sizes.AllColumns * Columns);

    /// <summary>Rows of tiles that are multiplied at a time.</summary>
    private static int RowsPerBand(in WinogradSizes sizes) => Math.Clamp(TileSchedule.WantedTiles / sizes.Columns, 1, sizes.Rows);

    /// <summary>Some images and one block of channels, from transformed tiles to pixels: several small images at once, or a large one band by band.</summary>
    private static void Multiply(
        in WinogradSizes sizes, in TileChunk chunk, int firstImage, int images, int firstChannel, in TileMatrix<TTile, TSimd, TVector> gradients,
        in TileFilters<TTile, TSimd, TVector> filters, in ImageBatch results, float* scratch)
    {
        int rowsPerBand = RowsPerBand(sizes);
        int imageLength = ImageLength(sizes);
        float* pixels = scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        var product = new TileProduct<TTile, TSimd, TVector>(filters, images * rowsPerBand * sizes.Columns, pixels + images * imageLength);
        product.ReadTaps(firstChannel);
        new Span<float>(pixels, images * imageLength).Clear();
        for (int firstRow = 0; firstRow < sizes.Rows; firstRow += rowsPerBand)
        {
            // Several images have one band each.
            int rows = Math.Min(rowsPerBand, sizes.Rows - firstRow);
            int firstTile = (firstImage * sizes.Rows + firstRow) * sizes.Columns;
            int tilesPerImage = rows * sizes.Columns;
            for (int phase = 0; phase < sizes.Phases; phase++)
            {
                product.Run(gradients, firstTile, images * tilesPerImage, phase);
                for (int image = 0; image < images; image++)
                    AddWindows(
                        sizes, phase, firstRow, rows, product.Result + image * tilesPerImage * Columns, product.PointStride, pixels + image * imageLength, scratch);
            }
        }
        for (int image = 0; image < images; image++)
            Store(sizes, pixels + image * imageLength, results, chunk.FirstImage + firstImage + image, firstChannel);
    }

    private static void AddWindows(in WinogradSizes sizes, int phase, int firstRow, int rows, float* m, nint pointStride, float* pixels, float* scratch)
    {
        int plane = sizes.AllRows * sizes.AllColumns;
        for (int channel = 0; channel < Columns; channel += TSimd.Lanes)
            TileWindows<TTile, TSimd, TVector>.Add(
                sizes, phase, firstRow, rows, m + channel, Columns, pointStride, pixels + (nint)channel * plane, scratch);
    }

    /// <summary>
    /// The pixels inside the image, row by row. Those that no tap reaches, below and to the right where the stride leaves some over, are 0 and not what rounding
    /// makes of it.
    /// </summary>
    private static void Store(in WinogradSizes sizes, float* pixels, in ImageBatch results, int image, int firstChannel)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        int lanes = TSimd.Lanes;
        int width = sizes.AllColumns;
        nint plane = (nint)sizes.AllRows * width;
        int reachedRows = geometry.Stride * (geometry.P - 1) + geometry.I - geometry.Padding;
        int reachedColumns = Math.Min(geometry.W, geometry.Stride * (geometry.Q - 1) + geometry.J - geometry.Padding);
        int channels = Math.Min(Columns, results.Channels - firstChannel);
        for (int channel = 0; channel < channels; channel += lanes)
            for (int row = 0; row < geometry.H; row++)
            {
                float* first = pixels + channel * plane + ((nint)(row + geometry.Padding) * width + geometry.Padding) * lanes;
                int reached = row < reachedRows ? reachedColumns : 0;
                new Span<float>(first + reached * lanes, (geometry.W - reached) * lanes).Clear();
                results.WriteVectors(first, lanes, image, firstChannel + channel, row, 0, geometry.W);
            }
    }
}
