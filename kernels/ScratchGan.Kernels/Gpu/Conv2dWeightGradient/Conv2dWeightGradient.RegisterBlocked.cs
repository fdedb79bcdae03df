using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class Conv2dWeightGradient
{
    public static ProductPlan Plan(GpuContext context, in ConvolutionGeometry geometry) =>
        ProductPlan.For(context, geometry.Groups, geometry.FiltersPerGroup, geometry.Taps, geometry.N * geometry.P * geometry.Q);

    /// <summary>
    /// As a matrix product: dw[f, (c, i, j)] = Σₖ g[f, k] · patch[k, (c, i, j)] with k = (n, p, q), one for each group. Few results and a long sum: it is cut
    /// into parts that run side by side and are added in order.
    /// </summary>
    public static void RunRegisterBlocked(
        GpuContext context, in ConvolutionGeometry geometry, in ProductPlan plan, ArrayView<float> x, ArrayView<float> g, ArrayView<float> dw)
    {
        ArrayView<float> target = ImplicitProduct.Target(context, plan, dw);
        ImplicitProduct.Run(
            context, plan,
            new ImageRows(g, geometry.F, geometry.FiltersPerGroup, new FastDivisor(geometry.P * geometry.Q), geometry.N * geometry.P * geometry.Q),
            new TapColumns(Patches.OfBigImage(geometry, x), geometry.ChannelsPerGroup),
            new MatrixOutput(target, geometry.FiltersPerGroup, geometry.Taps, PartialSums.Pitch(dw.IntLength)));
        ImplicitProduct.Finish(context, plan, target, dw);
    }
}
