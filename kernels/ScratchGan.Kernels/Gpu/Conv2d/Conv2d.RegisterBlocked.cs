using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class Conv2d
{
    public static ProductPlan Plan(GpuContext context, in ConvolutionGeometry geometry) =>
        ProductPlan.ForImages(context, geometry.Groups, geometry.FiltersPerGroup, geometry.N * geometry.P * geometry.Q, geometry.Taps);

    /// <summary>
    /// As a matrix product: y[f, (n, p, q)] = Σₖ w[f, k] · patch[k, (n, p, q)] with k = (c, i, j), one for each group. The patches are never built: each number
    /// is loaded from where it stands in x (<see cref="PatchColumns"/>).
    /// </summary>
    public static void RunRegisterBlocked(
        GpuContext context, in ConvolutionGeometry geometry, in ProductPlan plan, ArrayView<float> x, ArrayView<float> w, ArrayView<float> y)
    {
        ArrayView<float> target = ImplicitProduct.Target(context, plan, y);
        ImplicitProduct.Run(
            context, plan, new MatrixAlongK(w, geometry.FiltersPerGroup, geometry.Taps),
            new PatchColumns(Patches.OfBigImage(geometry, x), geometry.ChannelsPerGroup),
            new ImageOutput(
                target, geometry.F, geometry.FiltersPerGroup, new FastDivisor(geometry.P * geometry.Q), geometry.N * geometry.P * geometry.Q,
                PartialSums.Pitch(y.IntLength)));
        ImplicitProduct.Finish(context, plan, target, y);
    }
}
