using ScratchGan.Kernels.Cpu.Products;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// m[point, tile, column] = Σₖ v[point, tile, k] · u[point, k, column] for some tiles and <see cref="TileFilters{TTile, TSimd, TVector}.Columns"/> columns: e²
/// small matrix products, their right factors transformed block by block.
/// </summary>
internal readonly unsafe struct TileProduct<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Columns = TileFilters<TTile, TSimd, TVector>.Columns;

    private readonly TileFilters<TTile, TSimd, TVector> _filters;
    private readonly float* _scratch;
    private readonly float* _u;
    private readonly float* _taps;

    /// <summary>Lays one lane's memory out.</summary>
    /// <param name="maxTiles">most tiles of one product</param>
    /// <param name="memory">at least <see cref="Length"/> floats</param>
    public TileProduct(in TileFilters<TTile, TSimd, TVector> filters, int maxTiles, float* memory)
    {
        _filters = filters;
        PointStride = Stride(maxTiles);
        _scratch = memory;
        Result = _scratch + TileTransform<TTile, TSimd, TVector>.ScratchLength;
        _u = Result + TTile.Points * TTile.Points * PointStride;
        _taps = _u + TileFilters<TTile, TSimd, TVector>.BlockLength;
    }

    /// <summary>m: its rows are <see cref="Columns"/> floats.</summary>
    public float* Result { get; }

    /// <summary>Floats between two points of the result.</summary>
    public nint PointStride { get; }

    /// <summary>Floats that a product needs.</summary>
    public static long Length(in TileFilters<TTile, TSimd, TVector> filters, int maxTiles) =>
        TileTransform<TTile, TSimd, TVector>.ScratchLength + TTile.Points * TTile.Points * (long)Stride(maxTiles)
        + TileFilters<TTile, TSimd, TVector>.BlockLength + filters.TapsLength;

    /// <summary>The taps of the columns that the following products are for.</summary>
    public void ReadTaps(int firstColumn) => _filters.ReadTaps(firstColumn, _taps);

    /// <param name="phase">phase of the result, if columns are channels</param>
    public void Run(in TileMatrix<TTile, TSimd, TVector> left, int firstTile, int tiles, int phase)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        int width = WinogradKernel<TSimd, TVector>.Columns;
        for (int first = 0, depth; first < _filters.Depth; first += depth)
        {
            depth = left.Run(first, _filters.Depth - first);
            _filters.Transform(_taps, phase, first, depth, _u, _scratch);
            float* v = left.At(firstTile, first);
            float* u = _u;
            float* m = Result;
            for (int point = 0; point < TTile.Points * TTile.Points; point++)
            {
                for (int column = 0; column < Columns; column += width)
                    for (int tile = 0; tile < tiles; tile += rows)
                        WinogradKernel<TSimd, TVector>.Run(
                            depth, v + tile * left.Pitch, left.Pitch, 1, tiles - tile, u + column, Columns, m + tile * Columns + column, Columns, first > 0);
                v += left.PointStride;
                u += TileFilters<TTile, TSimd, TVector>.PointStride;
                m += PointStride;
            }
        }
    }

    private static nint Stride(int maxTiles)
    {
        int rows = WinogradKernel<TSimd, TVector>.Rows;
        return TileMatrix<TTile, TSimd, TVector>.Odd((long)ProductPlan.Divide(maxTiles, rows) * rows * Columns);
    }
}
