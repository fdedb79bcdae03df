using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>The small image g[n, f, p, q] as a left factor: rows are filters, k = (n, p, q) in the blocks of <paramref name="planes"/>.</summary>
internal readonly unsafe struct GradientPanels(float* g, ConvolutionGeometry geometry, PatchPlanes planes) : ILeftMatrix
{
    private readonly nint _stride = PackedWeights.Stride(planes.MaxPositions);

    public long ScratchLength => ImplicitMatMul.RowsInCache / MicroKernel.Rows * _stride;

    public nint PanelStride(int residue) => _stride;

    public float* Panels(int group, int residue, int depthBlock, int firstPanel, int panels, float* scratch)
    {
        PatchBlock block = planes.Block(depthBlock);
        nint pixels = (nint)geometry.P * geometry.Q;
        for (int panel = 0; panel < panels; panel++)
        {
            int firstRow = (firstPanel + panel) * MicroKernel.Rows;
            int rows = Math.Min(MicroKernel.Rows, geometry.FiltersPerGroup - firstRow);
            float* target = scratch + panel * _stride;
            for (int image = 0; image < block.Images; image++, target += block.PositionsPerImage * MicroKernel.Rows)
            {
                nint filter = (nint)(block.FirstImage + image) * geometry.F + group * geometry.FiltersPerGroup + firstRow;
                Products.Panels.PackRows(g + filter * pixels + block.FirstPosition, pixels, rows, block.PositionsPerImage, target);
            }
        }
        return scratch;
    }
}
