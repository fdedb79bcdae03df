using ILGPU;
using ILGPU.Util;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

// n image; u, v row and column of a position; t, r row and column of a tap; σ pixels from a position to the next, δ from a tap to the next.

/// <summary>
/// Patches of a batch of images: under tap (channel, t, r) at position (n, u, v) lies the pixel in row σ·u + δ·t + top and column σ·v + δ·r + left of that
/// channel of image n, or 0 outside the image. Positions are numbered by (n, u, v), taps by (channel, t, r). One factor of each of the three convolutions
/// is made of them.
/// </summary>
/// <param name="planes">channels of an image in memory, all groups together</param>
/// <param name="firstPlane">the group's first channel</param>
/// <param name="tapStep">δ, negative in a transposed convolution</param>
public readonly struct Patches(
    ArrayView<float> images, int planes, int firstPlane, int height, int width, int step, int tapStep, int top, int left, int positions,
    FastDivisor rows, FastDivisor columns, int taps, FastDivisor tapRows, FastDivisor tapColumns)
{
    private readonly ArrayView<float> _images = images;
    private readonly int _planes = planes;
    private readonly int _firstPlane = firstPlane;
    private readonly int _height = height;
    private readonly int _width = width;
    private readonly int _step = step;
    private readonly int _tapStep = tapStep;
    private readonly int _top = top;
    private readonly int _left = left;
    private readonly int _endRow = step * rows.Divisor + top;
    private readonly int _endColumn = step * columns.Divisor + left;
    private readonly int _imageSize = planes * height * width;
    private readonly FastDivisor _rows = rows;
    private readonly FastDivisor _columns = columns;
    private readonly FastDivisor _tapRows = tapRows;
    private readonly FastDivisor _tapColumns = tapColumns;

    /// <summary>Positions in all images.</summary>
    public int Positions { get; } = positions;

    /// <summary>Taps in all channels of the group.</summary>
    public int Taps { get; } = taps;

    /// <summary>The big image's patches at the positions of the small one: σ = s, δ = d, top = left = −a.</summary>
    public static Patches OfBigImage(in ConvolutionGeometry geometry, ArrayView<float> x) => new(
        x, geometry.C, 0, geometry.H, geometry.W, geometry.Stride, geometry.Dilation, -geometry.Padding, -geometry.Padding,
        geometry.N * geometry.P * geometry.Q, new FastDivisor(geometry.P), new FastDivisor(geometry.Q), geometry.Taps, new FastDivisor(geometry.I),
        new FastDivisor(geometry.J));

    /// <summary>
    /// The small image's patches at the pixels of a phase of the big one, which <see cref="At"/> puts in: σ = 1, and a tap reads d/γ pixels back; see
    /// <see cref="PhaseAxis"/>.
    /// </summary>
    public static Patches OfSmallImage(in ConvolutionGeometry geometry, int readStep, ArrayView<float> g) => new(
        g, geometry.F, 0, geometry.P, geometry.Q, step: 1, -readStep, top: 0, left: 0, positions: 0, new FastDivisor(1), new FastDivisor(1), taps: 0,
        new FastDivisor(1), new FastDivisor(1));

    /// <summary>The same images with other positions and taps.</summary>
    public Patches At(
        int firstPlane, int top, int left, int positions, FastDivisor rows, FastDivisor columns, int taps, FastDivisor tapRows, FastDivisor tapColumns) => new(
        _images, _planes, firstPlane, _height, _width, _step, _tapStep, top, left, positions, rows, columns, taps, tapRows, tapColumns);

    /// <summary>The same positions and taps in another group of channels.</summary>
    public Patches FromPlane(int plane) => At(plane, _top, _left, Positions, _rows, _columns, Taps, _tapRows, _tapColumns);

    /// <summary>A position: its image, the pixel under tap (0, 0), and how many positions there are from it on.</summary>
    public Line Position(int index)
    {
        int rows = _columns.Divide(index);
        int n = _rows.Divide(rows);
        return new Line(
            (n * _planes + _firstPlane) * _height * _width, _step * _rows.Remainder(rows, n) + _top, _step * _columns.Remainder(index, rows) + _left,
            Positions - index);
    }

    /// <summary>A tap: its channel, how far it lies from tap (0, 0), and how many taps there are from it on.</summary>
    public Line Tap(int index)
    {
        int rows = _tapColumns.Divide(index);
        int channel = _tapRows.Divide(rows);
        return new Line(
            channel * _height * _width, _tapStep * _tapRows.Remainder(rows, channel), _tapStep * _tapColumns.Remainder(index, rows), Taps - index);
    }

    /// <summary>The pixels under one tap at four positions in a row.</summary>
    public Quad Load(Line position, Line tap)
    {
        Line second = Next(position);
        Line third = Next(second);
        Line fourth = Next(third);
        return Quad.Gather(
            _images, Place(position, tap), IsInside(position, tap), Place(second, tap), IsInside(second, tap), Place(third, tap), IsInside(third, tap),
            Place(fourth, tap), IsInside(fourth, tap));
    }

    private int Place(Line position, Line tap) => position.Offset + tap.Offset + (position.Row + tap.Row) * _width + position.Column + tap.Column;

    private bool IsInside(Line position, Line tap) =>
        (uint)(position.Row + tap.Row) < (uint)_height & (uint)(position.Column + tap.Column) < (uint)_width & position.Count > 0 & tap.Count > 0;

    /// <summary>The position after this one: in the same row, else the first of the next row, else the first of the next image.</summary>
    private Line Next(Line position)
    {
        int column = position.Column + _step;
        bool isRowEnd = column == _endColumn;
        int row = position.Row + Utilities.Select(isRowEnd, _step, 0);
        bool isImageEnd = row == _endRow;
        return new Line(
            position.Offset + Utilities.Select(isImageEnd, _imageSize, 0), Utilities.Select(isImageEnd, _top, row),
            Utilities.Select(isRowEnd, _left, column), position.Count - 1);
    }
}
