using ILGPU;
using ILGPU.Util;

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

    public Quad Load(Line line, int k)
    {
        int at = k * _indices + line.Offset;
        int count = Utilities.Select(k < Depth, line.Count, 0);
        if ((_indices & 3) == 0)
            return Quad.Neighbours(_matrix, at, count > 0);
        return Quad.Gather(_matrix, at, count > 0, at + 1, count > 1, at + 2, count > 2, at + 3, count > 3);
    }
}
