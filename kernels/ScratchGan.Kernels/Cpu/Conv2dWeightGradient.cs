using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Cpu.Winograd;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// dw[f, c, i, j] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · g[n, f, p, q] over n p q inside the image: ∂T/∂w of <see cref="ConvolutionGeometry"/>.
/// As a matrix product: dw[f, (c, i, j)] = Σₖ g[f, k] · patch[(c, i, j), k] with k = (n, p, q), one for each group. Where dw is small and the sum long,
/// a fixed number of partial sums, chosen by shape, are computed side by side and then added in order.
/// </summary>
public static unsafe class Conv2dWeightGradient
{
    // Blocks of 256 columns: the rows of g, packed again for each block of columns, are then a few percent of the work.
    private const int ColumnsPerBlock = 256;
    private const int FewestDepthBlocksOfPart = 8;

    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw)
    {
        if (geometry.IsMatMul)
        {
            // dw[f, (c, i, j)] = Σ g[n, f] · x[n, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.F, geometry.Taps, geometry.N, TransposeA: true), g, x, dw);
            return;
        }
        if (WinogradConvolution.Suits(geometry))
            WinogradConvolution.WeightGradient(context, geometry, x, g, dw);
        else
            RunDirect(context, geometry, x, g, dw);
    }

    /// <summary>The matrix product of the summary, for any geometry.</summary>
    internal static void RunDirect(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw)
    {
        int area = geometry.I * geometry.J;
        int channelsPerBlock = Math.Clamp(ColumnsPerBlock / area, 1, geometry.ChannelsPerGroup);
        int columnBlocks = ProductPlan.Divide(geometry.ChannelsPerGroup, channelsPerBlock);
        PatchPlanes planes = ConvolutionPlans.BigImagePlanes(geometry, x, ProductPlan.Depth);
        int wholes = geometry.Groups * columnBlocks;
        int parts = Math.Clamp(ProductPlan.Divide(ProductPlan.WantedItems, wholes), 1, Math.Max(1, planes.Blocks / FewestDepthBlocksOfPart));
        int rowsPerBlock = ProductPlan.RowsFor(geometry.FiltersPerGroup, wholes * parts);

        long length = (long)geometry.F * geometry.Taps;
        long tableLength = ConvolutionPlans.Aligned(TapTable.Length(residues: 1, area));
        float* shared = context.Workspace.Shared(tableLength + (parts > 1 ? parts * length : 0));
        TapTable taps = ConvolutionPlans.BigImageTaps(geometry, planes, (int*)shared);
        float* sums = parts > 1 ? shared + tableLength : dw;

        var plan = new ProductPlan(
            geometry.Groups, Residues: 1, geometry.FiltersPerGroup, rowsPerBlock,
            columnBlocks, channelsPerBlock * area, planes.Blocks, planes.MaxPositions, parts);
        ImplicitMatMul.Run(
            context, plan, new GradientPanels(g, geometry, planes), new PatchRows(planes, taps, area, geometry.ChannelsPerGroup, channelsPerBlock),
            new MatrixOutput<Identity>(
                sums, geometry.Taps, (long)geometry.FiltersPerGroup * geometry.Taps, length, channelsPerBlock * area, default));
        if (parts > 1)
            PartialSums.Add(context, sums, parts, length, dw);
    }
}
