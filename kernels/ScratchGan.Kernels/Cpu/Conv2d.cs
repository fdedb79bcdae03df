using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Cpu.Winograd;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// y[n, f, p, q] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · w[f, c, i, j] over c i j inside the image: ∂T/∂g of <see cref="ConvolutionGeometry"/>.
/// As a matrix product: y[f, (n, p, q)] = Σₖ w[f, k] · patch[k, (n, p, q)] with k = (c, i, j), one for each group; the patches are read from
/// <see cref="PatchPlanes"/> with σ = s and tap offsets (d·i − a, d·j − a).
/// </summary>
public static unsafe class Conv2d
{
    public static void Run(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y)
    {
        if (geometry.IsMatMul)
        {
            // y[n, f] = Σ x[n, (c, i, j)] · w[f, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.N, geometry.F, geometry.Taps, TransposeB: true), x, w, y);
            return;
        }
        if (WinogradConvolution.Suits(geometry))
            WinogradConvolution.Conv2d(context, geometry, x, w, y);
        else
            RunDirect(context, geometry, x, w, y);
    }

    /// <summary>The matrix product of the summary, for any geometry.</summary>
    internal static void RunDirect(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y)
    {
        int area = geometry.I * geometry.J;
        int channelsPerBlock = Math.Clamp(ProductPlan.Depth / area, 1, geometry.ChannelsPerGroup);
        int depthBlocks = ProductPlan.Divide(geometry.ChannelsPerGroup, channelsPerBlock);
        PatchPlanes planes = ConvolutionPlans.BigImagePlanes(
            geometry, x, ConvolutionPlans.PositionsPerItem(geometry, (long)geometry.N * geometry.P * geometry.Q));

        long tableLength = ConvolutionPlans.Aligned(TapTable.Length(residues: 1, area));
        long packedLength = PackedWeights.Length(residues: 1, geometry.Groups, geometry.FiltersPerGroup, depthBlocks, channelsPerBlock * area);
        float* shared = context.Workspace.Shared(tableLength + packedLength);
        TapTable taps = ConvolutionPlans.BigImageTaps(geometry, planes, (int*)shared);
        var weights = new PackedWeights(
            shared + tableLength, geometry.Groups, geometry.FiltersPerGroup, depthBlocks, PackedWeights.Stride(channelsPerBlock * area));
        weights.PackFilters(context, geometry, w, channelsPerBlock);

        var plan = new ProductPlan(
            geometry.Groups, Residues: 1, geometry.FiltersPerGroup, ProductPlan.RowsFor(geometry.FiltersPerGroup, planes.Blocks * geometry.Groups),
            planes.Blocks, planes.MaxPositions, depthBlocks, channelsPerBlock * area);
        ImplicitMatMul.Run(
            context, plan, weights, new PatchColumns(planes, taps, geometry.ChannelsPerGroup, channelsPerBlock),
            new ImageOutput(y, planes, geometry.F, geometry.FiltersPerGroup, geometry.P * geometry.Q));
    }
}
