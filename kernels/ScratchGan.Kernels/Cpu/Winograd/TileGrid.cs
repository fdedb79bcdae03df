using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// The tiles of a batch of images, and the chunks of them that are worked on at a time: several whole images, or some tile rows of one image. Which tiles share a
/// chunk changes no bit of a result, except where tiles are summed.
/// </summary>
/// <param name="Images">images of the batch</param>
/// <param name="Rows">rows of tiles of an image</param>
/// <param name="Columns">columns of tiles of an image</param>
/// <param name="ImagesPerChunk">images of a chunk; 1 where a chunk is a part of an image</param>
/// <param name="RowsPerChunk">rows of tiles of a chunk</param>
internal readonly record struct TileGrid(int Images, int Rows, int Columns, int ImagesPerChunk, int RowsPerChunk)
{
    /// <summary>Chunks of about <paramref name="wanted"/> tiles.</summary>
    public static TileGrid Of(int images, int rows, int columns, int wanted)
    {
        int rowsPerChunk = Math.Clamp(wanted / columns, 1, rows);
        int imagesPerChunk = rowsPerChunk < rows ? 1 : Math.Clamp(wanted / (rows * columns), 1, images);
        // Chunks of equal size rather than a small one at the end.
        int chunks = ProductPlan.Divide(images, imagesPerChunk);
        return new TileGrid(images, rows, columns, ProductPlan.Divide(images, chunks), rowsPerChunk);
    }

    public int Chunks => ProductPlan.Divide(Images, ImagesPerChunk) * ProductPlan.Divide(Rows, RowsPerChunk);

    /// <summary>Tiles of the largest chunk.</summary>
    public int MaxTiles => ImagesPerChunk * RowsPerChunk * Columns;

    public TileChunk Chunk(int index)
    {
        (int image, int row) = Math.DivRem(index, ProductPlan.Divide(Rows, RowsPerChunk));
        int firstImage = image * ImagesPerChunk;
        int firstRow = row * RowsPerChunk;
        return new TileChunk(firstImage, Math.Min(ImagesPerChunk, Images - firstImage), firstRow, Math.Min(RowsPerChunk, Rows - firstRow), Columns);
    }
}

/// <summary>Rows of tiles of some images; its tiles are numbered by image, row and column.</summary>
internal readonly record struct TileChunk(int FirstImage, int Images, int FirstRow, int Rows, int Columns)
{
    public int Tiles => Images * Rows * Columns;

    /// <summary>How many of <paramref name="tiles"/> tiles from this one on lie in its row.</summary>
    public int Run(int tile, int tiles) => Math.Min(tiles, Columns - tile % Columns);

    /// <summary>Image of the batch, row and column of a tile.</summary>
    public (int Image, int Row, int Column) Tile(int tile)
    {
        (int rest, int column) = Math.DivRem(tile, Columns);
        (int image, int row) = Math.DivRem(rest, Rows);
        return (FirstImage + image, FirstRow + row, column);
    }
}
