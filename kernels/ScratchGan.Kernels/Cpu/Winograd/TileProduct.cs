using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// m[point, tile, column] = Σₖ v[point, tile, k] · u[point, k, column] for some tiles and <see cref="TileFilters{TTile, TSimd, TVector}.Columns"/> columns: e²
/// small matrix products, their right factors transformed block by block.
/// </summary>
internal static unsafe class TileProduct<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// Most tiles of a work item: each transformed filter is used so often. The sums of all points, 200 KiB, and a block of filters, 400 KiB, share a
    /// second-level cache.
    /// </summary>
    public const int MostTiles = 64;

    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    /// <summary>
    /// The chunks of tiles whose windows are transformed at a time: so many that each thread finds two work items, and that 2 MiB are filled where channels are
    /// few. Which tiles share a chunk changes no bit of a result, so this may follow the number of threads.
    /// </summary>
    public static TileGrid Grid(CpuContext context, in WinogradSizes sizes, int channels, int columns)
    {
        const int length = 1 << 19;
        int itemsPerTile = ProductPlan.Divide(columns, Columns);
        int blocks = Math.Max(
            ProductPlan.Divide(2 * context.Threads.Count, itemsPerTile), length / TileInputs<TTile, TSimd, TVector>.TileLength(sizes, channels) / MostTiles);
        (int rows, int columnsOfTiles) = sizes.Tiles;
        return TileGrid.Of(sizes.Geometry.N, rows, columnsOfTiles, blocks * MostTiles);
    }

    /// <summary>Tiles of one work item, when so many are cut into equal items.</summary>
    public static int TilesPerItem(int tiles)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int items = ProductPlan.Divide(tiles, MostTiles);
        return ProductPlan.Divide(ProductPlan.Divide(tiles, items), rows) * rows;
    }

    /// <summary>Floats between two points of the result.</summary>
    public static nint PointStride => WinogradSizes.Odd((MostTiles + WinogradKernel<TSimd, TVector>.Rows) * Columns);

    /// <summary>Floats of a result.</summary>
    public static long Length => TTile.Points * TTile.Points * (long)PointStride;

    /// <param name="inputs">left factor</param>
    /// <param name="firstDepth">its first k</param>
    /// <param name="phase">phase of the result; 0 for a convolution</param>
    /// <param name="taps">the right factor's taps</param>
    /// <param name="u">memory for a block of the right factor</param>
    /// <param name="m">result</param>
    public static void Run(
        in TileInputs<TTile, TSimd, TVector> inputs, int firstTile, int tiles, int firstDepth, in TileFilters<TTile, TSimd, TVector> filters, int phase, float* taps,
        float* u, float* m, float* scratch)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int width = WinogradKernel<TSimd, TVector>.Columns;
        for (int first = 0, depth; first < filters.Depth; first += depth)
        {
            depth = inputs.Run(firstDepth + first, filters.Depth - first);
            filters.Transform(taps, phase, first, depth, u, scratch);
            for (int point = 0; point < TTile.Points * TTile.Points; point++)
            {
                float* left = inputs.At(firstTile, firstDepth + first) + point * inputs.PointStride;
                float* right = u + point * TileFilters<TTile, TSimd, TVector>.PointStride;
                float* result = m + point * PointStride;
                for (int column = 0; column < Columns; column += width)
                    for (int tile = 0; tile < tiles; tile += rows)
                        WinogradKernel<TSimd, TVector>.Run(
                            depth, left + tile * inputs.Pitch, inputs.Pitch, 1, tiles - tile, right + column, Columns,
                            result + tile * Columns + column, Columns, first > 0);
            }
        }
    }
}
