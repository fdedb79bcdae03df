using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The weights w[f, c, i, j] as a left factor, packed once for all work items: panels follow one another by residue, group, block of k and row.
/// </summary>
internal readonly unsafe struct PackedWeights(float* packed, int groups, int rows, int depthBlocks, nint panelStride) : ILeftMatrix
{
    private readonly int _panels = ProductPlan.Divide(rows, MicroKernel.Rows);

    public long ScratchLength => 0;

    /// <summary>
    /// Floats between two panels of at most so long a sum: a multiple of a cache line, with room for the overlapping stores of <see cref="Panels.PackRows"/>.
    /// </summary>
    public static nint Stride(int maxDepth) => (maxDepth * MicroKernel.Rows + Products.Panels.Slack + 15) / 16 * 16;

    /// <summary>Floats that the packed weights take.</summary>
    public static long Length(int residues, int groups, int rows, int depthBlocks, int maxDepth) =>
        (long)residues * groups * depthBlocks * ProductPlan.Divide(rows, MicroKernel.Rows) * Stride(maxDepth);

    public nint PanelStride(int residue) => panelStride;

    public float* Panels(int group, int residue, int depthBlock, int firstPanel, int panels, float* scratch) => Panel(group, residue, depthBlock, firstPanel);

    /// <summary>Rows are filters, k = (c, i, j): w as it lies in memory.</summary>
    public void PackFilters(CpuContext context, ConvolutionGeometry geometry, float* w, int channelsPerBlock)
    {
        PackedWeights self = this;
        int panels = _panels;
        context.Threads.For(groups * panels, (item, _) =>
        {
            (int group, int panel) = Math.DivRem(item, panels);
            int firstRow = panel * MicroKernel.Rows;
            int depthPerBlock = channelsPerBlock * geometry.I * geometry.J;
            float* source = w + ((nint)group * geometry.FiltersPerGroup + firstRow) * geometry.Taps;
            for (int k = 0, block = 0; k < geometry.Taps; k += depthPerBlock, block++)
                Products.Panels.PackRows(
                    source + k, geometry.Taps, Math.Min(MicroKernel.Rows, geometry.FiltersPerGroup - firstRow),
                    Math.Min(depthPerBlock, geometry.Taps - k), self.Panel(group, 0, block, panel));
        });
    }

    /// <summary>Rows are channels, k = (f, tap of the residue): all taps of six channels are transposed at once and dealt out to the residues.</summary>
    public void PackChannels(CpuContext context, ConvolutionGeometry geometry, float* w, int filtersPerBlock, TapTable taps, int residues)
    {
        PackedWeights self = this;
        int panels = _panels;
        context.Threads.For(groups * panels, (item, lane) =>
        {
            (int group, int panel) = Math.DivRem(item, panels);
            int firstRow = panel * MicroKernel.Rows;
            int area = geometry.I * geometry.J;
            float* transposed = context.Workspace.Lane(lane, area * MicroKernel.Rows + Products.Panels.Slack);
            for (int f = 0; f < geometry.FiltersPerGroup; f++)
            {
                (int block, int row) = Math.DivRem(f, filtersPerBlock);
                float* source = w + (((nint)group * geometry.FiltersPerGroup + f) * geometry.ChannelsPerGroup + firstRow) * area;
                Products.Panels.PackRows(source, area, Math.Min(MicroKernel.Rows, geometry.ChannelsPerGroup - firstRow), area, transposed);
                for (int residue = 0; residue < residues; residue++)
                {
                    float* target = self.Panel(group, residue, block, panel) + (nint)row * taps.Count(residue) * MicroKernel.Rows;
                    for (int tap = 0; tap < taps.Count(residue); tap++, target += MicroKernel.Rows)
                        Products.Panels.CopySix(transposed + taps.Number(residue, tap) * MicroKernel.Rows, target);
                }
            }
        });
    }

    private float* Panel(int group, int residue, int depthBlock, int panel) =>
        packed + ((((nint)residue * groups + group) * depthBlocks + depthBlock) * _panels + panel) * panelStride;
}
