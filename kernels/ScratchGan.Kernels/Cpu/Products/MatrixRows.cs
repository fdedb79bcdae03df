using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>op(A) of a matrix product as a left factor.</summary>
internal readonly unsafe struct MatrixRows(float* a, MatMulGeometry geometry) : ILeftMatrix
{
    private readonly nint _stride = PackedWeights.Stride(Math.Min(geometry.K, ProductPlan.Depth));

    public long ScratchLength => ImplicitMatMul.RowsInCache / MicroKernel.Rows * _stride;

    public nint PanelStride(int residue) => _stride;

    public float* Panels(int group, int residue, int depthBlock, int firstPanel, int panels, float* scratch)
    {
        int firstDepth = depthBlock * ProductPlan.Depth;
        int depth = Math.Min(ProductPlan.Depth, geometry.K - firstDepth);
        for (int panel = 0; panel < panels; panel++)
        {
            int firstRow = (firstPanel + panel) * MicroKernel.Rows;
            int rows = Math.Min(MicroKernel.Rows, geometry.M - firstRow);
            float* target = scratch + panel * _stride;
            if (geometry.TransposeA)
                PackColumns(a + (nint)firstDepth * geometry.M + firstRow, rows, depth, target);
            else
                Products.Panels.PackRows(a + (nint)firstRow * geometry.K + firstDepth, geometry.K, rows, depth, target);
        }
        return scratch;
    }

    private void PackColumns(float* source, int rows, int depth, float* target)
    {
        for (int k = 0; k < depth; k++, source += geometry.M, target += MicroKernel.Rows)
            if (rows == MicroKernel.Rows)
                Products.Panels.CopySix(source, target);
            else
                for (int row = 0; row < MicroKernel.Rows; row++)
                    target[row] = source[Math.Min(row, rows - 1)];
    }
}
