using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Result (m, n) goes to problem·M·N + m·N + n: C of a matrix product, the gradient of the filters. Stores are of 16 bytes when N is a multiple of four.
/// </summary>
/// <param name="partPitch">distance between the parts of a cut sum; see <see cref="PartialSums"/></param>
public readonly struct MatrixOutput(ArrayView<float> matrix, int rows, int columns, int partPitch, int offset = 0) : IProductOutput<MatrixOutput>
{
    private readonly ArrayView<float> _matrix = matrix;
    private readonly int _rows = rows;
    private readonly int _columns = columns;
    private readonly int _partPitch = partPitch;
    private readonly int _offset = offset;

    public MatrixOutput Problem(int problem, int part) => new(_matrix, _rows, _columns, _partPitch, problem * _rows * _columns + part * _partPitch);

    public void Store(int m, int n, Float4 values)
    {
        if (m >= _rows || n >= _columns)
            return;
        int at = _offset + m * _columns + n;
        if ((_columns & 3) == 0)
        {
            _matrix.Cast<Float4>()[at >> 2] = values;
            return;
        }
        _matrix[at] = values.X;
        if (n + 1 < _columns)
            _matrix[at + 1] = values.Y;
        if (n + 2 < _columns)
            _matrix[at + 2] = values.Z;
        if (n + 3 < _columns)
            _matrix[at + 3] = values.W;
    }
}
