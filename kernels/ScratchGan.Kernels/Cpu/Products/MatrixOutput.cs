using System.Numerics;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// A row-major matrix, c[group · groupStride + row, column], the epilogue applied to each element; partial sums are matrices of their own, one after the
/// other.
/// </summary>
internal readonly unsafe struct MatrixOutput<TEpilogue>(
    float* c, long stride, long groupStride, long partStride, int columnsPerBlock, TEpilogue epilogue) : IOutputMatrix
    where TEpilogue : struct, IUnaryOperator
{
    public void Store(int group, int part, int firstRow, int rows, int columnBlock, int columns, float* tile, nint tileStride, nint residueStride)
    {
        float* target = c + part * partStride + group * groupStride + firstRow * stride + (long)columnBlock * columnsPerBlock;
        for (int row = 0; row < rows; row++, tile += tileStride, target += stride)
        {
            // Whole vectors only: the tile is padded, so that an element meets the same code wherever it stands.
            if (typeof(TEpilogue) != typeof(Identity))
                for (int column = 0; column < columns; column += Vector<float>.Count)
                    Vector.Store(epilogue.Invoke(Vector.Load(tile + column)), tile + column);
            Panels.Copy(tile, target, columns);
        }
    }
}
