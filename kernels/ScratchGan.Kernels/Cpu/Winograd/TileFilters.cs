using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// Filters as right factors, transformed on the way into the product: u[point, k, column] = G g Gᵀ, for <see cref="Columns"/> columns and one block of k at a
/// time. For a convolution columns are filters and k = (phase, channel); for its transpose columns are channels, k is a filter, and each phase of the result
/// has a product of its own.
/// </summary>
/// <remarks>
/// Transformed filters are e²/r² times as large as the filters, 50 MiB for a layer of 256 × 512 channels: written once and read from memory again they cost more
/// than the sums. A block of them takes a few instructions a vector to make and stays in the second-level cache for its one use, so nothing need be kept between
/// the steps of an optimizer either.
/// </remarks>
internal readonly unsafe struct TileFilters<TTile, TSimd, TVector>
    where TTile : struct, IWinogradTile
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Columns of a work item.</summary>
    public const int Columns = 32;

    /// <summary>
    /// Terms of a sum that are added up before they join what there is so far. Shorter than the 256 of the direct product: a good part of the rounding error,
    /// which the transforms amplify, comes from long sums.
    /// </summary>
    public const int DepthBlock = 128;

    /// <summary>Channels whose taps of one filter are read in a run.</summary>
    private const int RunLength = 32;

    private readonly ConvolutionGeometry _geometry;
    private readonly bool _transposed;
    private readonly float* _w;

    /// <param name="w">the filters [F, C, I, J]</param>
    /// <param name="transposed">whether columns are channels</param>
    public TileFilters(in ConvolutionGeometry geometry, float* w, bool transposed)
    {
        _geometry = geometry;
        _w = w;
        _transposed = transposed;
        InnerDepth = TileMatrix<TTile, TSimd, TVector>.Padded(transposed ? geometry.F : geometry.C);
    }

    /// <summary>Floats between two points of a transformed block.</summary>
    public static nint PointStride => TileMatrix<TTile, TSimd, TVector>.Odd(DepthBlock * Columns);

    /// <summary>Floats of a transformed block.</summary>
    public static long BlockLength => TTile.Points * TTile.Points * (long)PointStride;

    /// <summary>Length of the sums.</summary>
    public int Depth => _transposed ? InnerDepth : _geometry.Stride * _geometry.Stride * InnerDepth;

    /// <summary>Columns in all.</summary>
    public int AllColumns => _transposed ? _geometry.C : _geometry.F;

    /// <summary>Floats of the taps of one item.</summary>
    public long TapsLength => (long)InnerDepth * Area * Columns;

    /// <summary>Channels (or filters), with padding.</summary>
    public int InnerDepth { get; }

    private int Area => _geometry.I * _geometry.J;

    /// <summary>taps[channel (or filter), tap, column], zeros where there is none.</summary>
    public void ReadTaps(int firstColumn, float* taps)
    {
        int columns = Math.Min(Columns, AllColumns - firstColumn);
        int inner = _transposed ? _geometry.F : _geometry.C;
        int area = Area;
        nint columnStep = _transposed ? area : (nint)_geometry.C * area;
        nint innerStep = _transposed ? (nint)_geometry.C * area : area;
        nint first = columns < Columns ? 0 : (nint)inner * area * Columns;
        new Span<float>(taps + first, (int)(TapsLength - first)).Clear();
        if (_transposed)
        {
            for (int k = 0; k < inner; k++)
                Transposition.Run(_w + k * innerStep + firstColumn * columnStep, columnStep, taps + (nint)k * area * Columns, Columns, area, columns);
            return;
        }
        // A filter's taps lie one after the other: long runs of a few filters at a time are what the processor foresees best.
        for (int k = 0; k < inner; k += RunLength)
            for (int column = 0; column < columns; column += 8)
                Transposition.Run(
                    _w + k * innerStep + (firstColumn + column) * columnStep, columnStep, taps + (nint)k * area * Columns + column, Columns,
                    Math.Min(RunLength, inner - k) * area, Math.Min(8, columns - column));
    }

    /// <summary>Transforms k = first … first + depth − 1; those of one phase only, if columns are channels.</summary>
    public void Transform(float* taps, int phase, int first, int depth, float* u, float* scratch)
    {
        int stride = _geometry.Stride;
        nint step = stride * Columns;
        for (int k = first; k < first + depth; k++, u += Columns)
        {
            (int ownPhase, int inner) = _transposed ? (phase, k) : Math.DivRem(k, InnerDepth);
            (int row, int column) = Math.DivRem(ownPhase, stride);
            float* corner = taps + ((nint)inner * Area + row * _geometry.J + column) * Columns;
            for (int lane = 0; lane < Columns; lane += TSimd.Lanes)
                TileTransform<TTile, TSimd, TVector>.Filter(corner + lane, _geometry.J * step, step, u + lane, PointStride, scratch);
        }
    }
}
