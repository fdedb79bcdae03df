using ILGPU;
using ILGPU.Util;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// A batch of images [n, plane, pixel] as the left factor: row = plane of the group, k = (n, pixel). Conv2dWeightGradient's small image; a problem is a group
/// of planes. Loads are of 16 bytes when the number of pixels is a multiple of four.
/// </summary>
/// <param name="area">pixels of a plane</param>
public readonly struct ImageRows(ArrayView<float> images, int planes, int planesPerGroup, FastDivisor area, int depth, int firstPlane = 0)
    : IOperand<ImageRows>
{
    private readonly ArrayView<float> _images = images;
    private readonly int _planes = planes;
    private readonly int _planesPerGroup = planesPerGroup;
    private readonly FastDivisor _area = area;
    private readonly int _firstPlane = firstPlane;

    public static bool AlongK => true;

    public int Depth { get; } = depth;

    public ImageRows Problem(int problem) => new(_images, _planes, _planesPerGroup, _area, Depth, problem * _planesPerGroup);

    public Line Open(int index) => new((_firstPlane + index) * _area.Divisor, 0, 0, _planesPerGroup - index);

    public Quad Load(Line line, int k)
    {
        int n = _area.Divide(k);
        int pixel = _area.Remainder(k, n);
        int x = n * _planes * _area.Divisor + line.Offset + pixel;
        int terms = Utilities.Select(line.Count > 0, Depth - k, 0);
        if ((_area.Divisor & 3) == 0)
            return Quad.Neighbours(_images, x, terms > 0);
        int y = Next(x, ref pixel);
        int z = Next(y, ref pixel);
        int w = Next(z, ref pixel);
        return Quad.Gather(_images, x, terms > 0, y, terms > 1, z, terms > 2, w, terms > 3);
    }

    /// <summary>The next pixel's place: behind the last pixel of a plane comes the first of the same plane in the next image.</summary>
    private int Next(int place, ref int pixel)
    {
        bool isLast = pixel + 1 == _area.Divisor;
        pixel = Utilities.Select(isLast, 0, pixel + 1);
        return place + Utilities.Select(isLast, (_planes - 1) * _area.Divisor + 1, 1);
    }
}
