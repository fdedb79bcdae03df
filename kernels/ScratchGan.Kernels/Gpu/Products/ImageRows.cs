using ILGPU;
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

    public Float4 Load(Line line, int k)
    {
        Float4 values = default;
        if (line.Count <= 0 || k >= Depth)
            return values;
        int n = _area.Divide(k);
        int pixel = _area.Remainder(k, n);
        int image = n * _planes * _area.Divisor + line.Offset;
        if ((_area.Divisor & 3) == 0)
            return _images.Cast<Float4>()[(image + pixel) >> 2];

        values.X = _images[image + pixel];
        Next(ref image, ref pixel);
        if (k + 1 < Depth)
            values.Y = _images[image + pixel];
        Next(ref image, ref pixel);
        if (k + 2 < Depth)
            values.Z = _images[image + pixel];
        Next(ref image, ref pixel);
        if (k + 3 < Depth)
            values.W = _images[image + pixel];
        return values;
    }

    private void Next(ref int image, ref int pixel)
    {
        pixel++;
        if (pixel == _area.Divisor)
        {
            pixel = 0;
            image += _planes * _area.Divisor;
        }
    }
}
