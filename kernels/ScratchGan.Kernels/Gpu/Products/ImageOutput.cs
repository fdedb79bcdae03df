using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Result (m, n) goes to plane m of the group, n = (image, pixel): Conv2d's y. A problem is a group of planes. Stores are of 16 bytes when the number of pixels
/// is a multiple of four.
/// </summary>
/// <param name="columns">pixels of a plane in all images</param>
/// <param name="partPitch">distance between the parts of a cut sum; see <see cref="PartialSums"/></param>
public readonly struct ImageOutput(
    ArrayView<float> images, int planes, int planesPerGroup, FastDivisor area, int columns, int partPitch, int firstPlane = 0, int offset = 0)
    : IProductOutput<ImageOutput>
{
    private readonly ArrayView<float> _images = images;
    private readonly int _planes = planes;
    private readonly int _planesPerGroup = planesPerGroup;
    private readonly FastDivisor _area = area;
    private readonly int _columns = columns;
    private readonly int _partPitch = partPitch;
    private readonly int _firstPlane = firstPlane;
    private readonly int _offset = offset;

    public ImageOutput Problem(int problem, int part) =>
        new(_images, _planes, _planesPerGroup, _area, _columns, _partPitch, problem * _planesPerGroup, part * _partPitch);

    public void Store(int m, int n, Float4 values)
    {
        if (m >= _planesPerGroup || n >= _columns)
            return;
        if ((_area.Divisor & 3) == 0)
        {
            _images.Cast<Float4>()[Place(m, n) >> 2] = values;
            return;
        }
        _images[Place(m, n)] = values.X;
        if (n + 1 < _columns)
            _images[Place(m, n + 1)] = values.Y;
        if (n + 2 < _columns)
            _images[Place(m, n + 2)] = values.Z;
        if (n + 3 < _columns)
            _images[Place(m, n + 3)] = values.W;
    }

    private int Place(int m, int n)
    {
        int image = _area.Divide(n);
        return _offset + (image * _planes + _firstPlane + m) * _area.Divisor + _area.Remainder(n, image);
    }
}
