using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>op(B) of a matrix product as a right factor.</summary>
internal readonly unsafe struct MatrixColumns(float* b, MatMulGeometry geometry, int columnsPerBlock) : IRightMatrix
{
    public long PreparedLength => 0;

    public int Columns(int columnBlock) => Math.Min(columnsPerBlock, geometry.N - columnBlock * columnsPerBlock);

    public int Depth(int depthBlock, int residue) => Math.Min(ProductPlan.Depth, geometry.K - depthBlock * ProductPlan.Depth);

    public void Prepare(int group, int columnBlock, int depthBlock, float* prepared)
    {
    }

    public void Pack(int columnBlock, int depthBlock, int residue, float* prepared, float* panels)
    {
        int depth = Depth(depthBlock, residue);
        int firstDepth = depthBlock * ProductPlan.Depth;
        int firstColumn = columnBlock * columnsPerBlock;
        int lastColumn = firstColumn + Columns(columnBlock);
        for (int column = firstColumn; column < lastColumn; column += MicroKernel.Columns, panels += depth * MicroKernel.Columns)
        {
            int columns = Math.Min(MicroKernel.Columns, lastColumn - column);
            if (geometry.TransposeB)
                PackTransposed(b + (nint)column * geometry.K + firstDepth, columns, depth, panels);
            else
                PackPlain(b + (nint)firstDepth * geometry.N + column, columns, depth, panels);
        }
    }

    /// <summary>panel[k][column] = source[k · N + column].</summary>
    private void PackPlain(float* source, int columns, int depth, float* panel)
    {
        for (int k = 0; k < depth; k++, source += geometry.N, panel += MicroKernel.Columns)
            if (columns == MicroKernel.Columns)
            {
                Vector256.Load(source).Store(panel);
                Vector256.Load(source + 8).Store(panel + 8);
            }
            else
                for (int column = 0; column < MicroKernel.Columns; column++)
                    panel[column] = source[Math.Min(column, columns - 1)];
    }

    /// <summary>panel[k][column] = source[column · K + k].</summary>
    private void PackTransposed(float* source, int columns, int depth, float* panel)
    {
        float** lanes = stackalloc float*[MicroKernel.Columns];
        for (int column = 0; column < MicroKernel.Columns; column++)
            lanes[column] = source + (nint)Math.Min(column, columns - 1) * geometry.K;
        int k = 0;
        if (Avx.IsSupported)
            for (; k + 8 <= depth; k += 8, panel += 8 * MicroKernel.Columns)
                for (int half = 0; half < MicroKernel.Columns; half += 8)
                    Transposition.Store(
                        Vector256.Load(lanes[half] + k), Vector256.Load(lanes[half + 1] + k), Vector256.Load(lanes[half + 2] + k),
                        Vector256.Load(lanes[half + 3] + k), Vector256.Load(lanes[half + 4] + k), Vector256.Load(lanes[half + 5] + k),
                        Vector256.Load(lanes[half + 6] + k), Vector256.Load(lanes[half + 7] + k), panel + half, MicroKernel.Columns);
        for (; k < depth; k++, panel += MicroKernel.Columns)
            for (int column = 0; column < MicroKernel.Columns; column++)
                panel[column] = lanes[column][k];
    }
}
