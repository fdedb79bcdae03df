using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class ConvTranspose2d
{
    public static ProductPlan Plan(GpuContext context, in ConvolutionGeometry geometry)
    {
        Phases phases = Phases.Of(geometry);
        return ProductPlan.ForImages(
            context, phases.Count, geometry.ChannelsPerGroup, geometry.N * phases.Rows.MostPositions * phases.Columns.MostPositions,
            geometry.FiltersPerGroup * phases.Rows.MostTaps * phases.Columns.MostTaps);
    }

    /// <summary>
    /// As matrix products: x[c, (n, u, v)] = Σₖ w[c, k] · patch[k, (n, u, v)] with k = (f, taps of the phase), one for each of the s² phases of the pixels and
    /// each group, all in one launch (<see cref="PhaseAxis"/>).
    /// </summary>
    public static void RunRegisterBlocked(
        GpuContext context, in ConvolutionGeometry geometry, in ProductPlan plan, ArrayView<float> g, ArrayView<float> w, ArrayView<float> x)
    {
        Phases phases = Phases.Of(geometry);
        ArrayView<float> target = ImplicitProduct.Target(context, plan, x);
        ImplicitProduct.Run(
            context, plan,
            new PhaseWeights(w, phases, geometry.FiltersPerGroup, geometry.ChannelsPerGroup, geometry.I, geometry.J),
            new PhaseColumns(Patches.OfSmallImage(geometry, phases.Rows.ReadStep, g), phases, geometry.N, geometry.FiltersPerGroup),
            new PhaseOutput(target, phases, geometry.N, geometry.C, geometry.ChannelsPerGroup, geometry.H, geometry.W, PartialSums.Pitch(x.IntLength)));
        ImplicitProduct.Finish(context, plan, target, x);
    }
}
