using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using ScratchGan.Tests.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class ConvolutionTests(GpuUnderTest gpu)
{
    public static TheoryData<string> Cases => ConvolutionCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_kernel_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        ArrayView<float> x = gpu.Upload(reference.X);
        ArrayView<float> w = gpu.Upload(reference.W);
        ArrayView<float> g = gpu.Upload(reference.G);
        ArrayView<float> result = gpu.Room(reference.G.Length);
        Conv2d.Run(gpu.Context, reference.Geometry, x, w, result);
        reference.Convolution.AssertEqual(gpu.Download(result));

        result = gpu.Room(reference.X.Length);
        ConvTranspose2d.Run(gpu.Context, reference.Geometry, g, w, result);
        reference.Transpose.AssertEqual(gpu.Download(result));

        result = gpu.Room(reference.W.Length);
        Conv2dWeightGradient.Run(gpu.Context, reference.Geometry, x, g, result);
        reference.WeightGradient.AssertEqual(gpu.Download(result));
    }

    /// <summary>The sum cut into parts whatever the plan would be, and the register-blocked version also where a plain matrix product would do.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_way_to_cut_the_product_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        ConvolutionGeometry geometry = reference.Geometry;
        ArrayView<float> x = gpu.Upload(reference.X);
        ArrayView<float> w = gpu.Upload(reference.W);
        ArrayView<float> g = gpu.Upload(reference.G);
        foreach (int parts in (int[])[1, 3])
        {
            ArrayView<float> result = gpu.Room(reference.G.Length);
            Conv2d.RunRegisterBlocked(gpu.Context, geometry, Recut(Conv2d.Plan(gpu.Context, geometry), parts), x, w, result);
            reference.Convolution.AssertEqual(gpu.Download(result));

            result = gpu.Room(reference.X.Length);
            ConvTranspose2d.RunRegisterBlocked(gpu.Context, geometry, Recut(ConvTranspose2d.Plan(gpu.Context, geometry), parts), g, w, result);
            reference.Transpose.AssertEqual(gpu.Download(result));

            result = gpu.Room(reference.W.Length);
            Conv2dWeightGradient.RunRegisterBlocked(gpu.Context, geometry, Recut(Conv2dWeightGradient.Plan(gpu.Context, geometry), parts), x, g, result);
            reference.WeightGradient.AssertEqual(gpu.Download(result));
        }
    }

    private static ProductPlan Recut(ProductPlan plan, int parts) => plan with { Parts = parts, PartDepth = (plan.Parts * plan.PartDepth / 32 + parts - 1) / parts * 32 };
}
