using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// A matrix whose rows run along the free index: element (index, k) stands at k·indices + index. A of C = Aᵀ·B, B of C = A·B.
/// Loads are of 16 bytes when the number of indices is a multiple of four.
/// </summary>
public readonly struct MatrixAlongIndex(ArrayView<float> matrix, int indices, int depth) : IOperand<MatrixAlongIndex>
{
    private readonly ArrayView<float> _matrix = matrix;
    private readonly int _indices = indices;

    public static bool AlongK => false;

    public int Depth { get; } = depth;

    /// <summary>There is only one.</summary>
    public MatrixAlongIndex Problem(int problem) => this;

    public Line Open(int index) => new(index, 0, 0, _indices - index);

    public Float4 Load(Line line, int k)
    {
        Float4 values = default;
        if (k >= Depth)
            return values;
        int at = k * _indices + line.Offset;
        if ((_indices & 3) == 0)
        {
            if (line.Count > 0)
                values = _matrix.Cast<Float4>()[at >> 2];
            return values;
        }
        if (line.Count > 0)
            values.X = _matrix[at];
        if (line.Count > 1)
            values.Y = _matrix[at + 1];
        if (line.Count > 2)
            values.Z = _matrix[at + 2];
        if (line.Count > 3)
            values.W = _matrix[at + 3];
        return values;
    }
}
