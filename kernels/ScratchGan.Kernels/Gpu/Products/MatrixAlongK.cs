using ILGPU;
using ILGPU.Util;

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

    public Quad Load(Line line, int k)
    {
        int at = line.Offset + k;
        int terms = Utilities.Select(line.Count > 0, Depth - k, 0);
        if ((Depth & 3) == 0)
            return Quad.Neighbours(_matrix, at, terms > 0);
        return Quad.Gather(_matrix, at, terms > 0, at + 1, terms > 1, at + 2, terms > 2, at + 3, terms > 3);
    }
}
