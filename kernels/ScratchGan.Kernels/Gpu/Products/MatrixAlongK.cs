using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// A matrix whose rows run along k: element (index, k) stands at index·K + k. A of C = A·B, B of C = A·Bᵀ, the filters of a convolution.
/// Loads are of 16 bytes when K is a multiple of four.
/// </summary>
/// <param name="rows">free indices of one problem; the problems' matrices follow each other</param>
public readonly struct MatrixAlongK(ArrayView<float> matrix, int rows, int depth, int firstRow = 0) : IOperand<MatrixAlongK>
{
    private readonly ArrayView<float> _matrix = matrix;
    private readonly int _rows = rows;
    private readonly int _firstRow = firstRow;

    public static bool AlongK => true;

    public int Depth { get; } = depth;

    public MatrixAlongK Problem(int problem) => new(_matrix, _rows, Depth, problem * _rows);

    public Line Open(int index) => new((_firstRow + index) * Depth, 0, 0, _rows - index);

    public Float4 Load(Line line, int k)
    {
        Float4 values = default;
        if (line.Count <= 0)
            return values;
        int at = line.Offset + k;
        if ((Depth & 3) == 0)
        {
            if (k < Depth)
                values = _matrix.Cast<Float4>()[at >> 2];
            return values;
        }
        if (k < Depth)
            values.X = _matrix[at];
        if (k + 1 < Depth)
            values.Y = _matrix[at + 1];
        if (k + 2 < Depth)
            values.Z = _matrix[at + 2];
        if (k + 3 < Depth)
            values.W = _matrix[at + 3];
        return values;
    }
}
