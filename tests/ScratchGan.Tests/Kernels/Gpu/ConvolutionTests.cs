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
    private const int ThinSide = 4;
    private const int SmallSide = 64;
    private const int LargeSide = 128;

    /// <summary>A kernel of the trio: two inputs, one output.</summary>
    private delegate void Kernel(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> first, ArrayView<float> second, ArrayView<float> result);

    public static TheoryData<string> Cases => ConvolutionCases.Names;

    /// <summary>A few that together have groups, dilation, a stride that does not divide, phases without taps and rows that are no multiple of four.</summary>
    public static TheoryData<string> FewCases =>
    [
        "1x1 kernel, stride 3, padding", "dilation 3, stride 2", "3 groups, stride 2", "image smaller than the stride",
        "transposed, stride 3, output padding 2", "many rows", "DCGAN 8 pixels",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_kernel_agrees_with_double_precision(string name) =>
        AssertAgree(new ConvolutionReference(ConvolutionCases.Named(name)), Conv2d.Run, ConvTranspose2d.Run, Conv2dWeightGradient.Run);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_naive_kernel_agrees_with_double_precision(string name) =>
        AssertAgree(new ConvolutionReference(ConvolutionCases.Named(name)), Conv2d.RunNaive, ConvTranspose2d.RunNaive, Conv2dWeightGradient.RunNaive);

    /// <summary>The small square tile for all shapes, few rows and plain matrix products too; the sum whole, and in three parts.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_small_tile_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        AssertAgree(reference, SmallSide, 1);
        AssertAgree(reference, SmallSide, 3);
    }

    [Theory]
    [MemberData(nameof(FewCases))]
    public void The_large_tile_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        AssertAgree(reference, LargeSide, 1);
        AssertAgree(reference, LargeSide, 3);
    }

    /// <summary>For any number of rows, although it is made for few.</summary>
    [Theory]
    [MemberData(nameof(FewCases))]
    public void The_thin_tile_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        AssertAgree(reference, ThinSide, 1);
        AssertAgree(reference, ThinSide, 3);
    }

    /// <summary>With stride 3 and a 1×1 kernel eight pixels of nine are reached by no term; they are 0, not left over.</summary>
    [Fact]
    public void Pixels_that_no_tap_reaches_are_zero()
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Transposed(1, 2, 3, 2, 4, 1, 1, stride: 3, outputPadding: 2);
        ArrayView<float> x = gpu.Room(4 * 9 * 6);
        ConvTranspose2d.Run(gpu.Context, geometry, gpu.Upload([.. Enumerable.Repeat(1f, 12)]), gpu.Upload([.. Enumerable.Repeat(1f, 8)]), x);
        float[] values = gpu.Download(x);
        for (int pixel = 0; pixel < values.Length; pixel++)
            Assert.Equal(pixel % 6 % 3 == 0 && pixel / 6 % 9 % 3 == 0 ? 2f : 0f, values[pixel]);
    }

    /// <summary>What lies outside the image, or behind the last row, counts as 0 even where the numbers that are loaded in its stead are not finite.</summary>
    [Fact]
    public void Padding_is_zero_beside_infinities()
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Forward(1, 1, 3, 5, 1, 3, 3, padding: 1);
        float[] image = new float[15];
        image[0] = float.PositiveInfinity;
        ArrayView<float> y = gpu.Room(15);
        Conv2d.Run(gpu.Context, geometry, gpu.Upload(image), gpu.Upload([.. Enumerable.Repeat(1f, 9)]), y);
        float[] values = gpu.Download(y);
        for (int pixel = 0; pixel < values.Length; pixel++)
            Assert.Equal(pixel % 5 < 2 && pixel < 10 ? float.PositiveInfinity : 0f, values[pixel]);
    }

    private void AssertAgree(ConvolutionReference reference, Kernel convolution, Kernel transpose, Kernel weightGradient)
    {
        ArrayView<float> x = gpu.Upload(reference.X);
        ArrayView<float> w = gpu.Upload(reference.W);
        ArrayView<float> g = gpu.Upload(reference.G);
        reference.Convolution.AssertEqual(Run(convolution, reference.Geometry, x, w, reference.G.Length));
        reference.Transpose.AssertEqual(Run(transpose, reference.Geometry, g, w, reference.X.Length));
        reference.WeightGradient.AssertEqual(Run(weightGradient, reference.Geometry, x, g, reference.W.Length));
    }

    /// <summary>The register-blocked kernels with tiles of a given size and the sum in as many parts.</summary>
    private void AssertAgree(ConvolutionReference reference, int side, int parts)
    {
        // Few rows have tiles of their own, which the weight gradient's factors do not fit.
        int gradientSide = side == ThinSide ? SmallSide : side;
        AssertAgree(
            reference,
            (GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> w, ArrayView<float> y) =>
                Conv2d.RunRegisterBlocked(context, geometry, Cut(Conv2d.Plan(context, geometry), side, parts), x, w, y),
            (GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> g, ArrayView<float> w, ArrayView<float> x) =>
                ConvTranspose2d.RunRegisterBlocked(context, geometry, Cut(ConvTranspose2d.Plan(context, geometry), side, parts), g, w, x),
            (GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> g, ArrayView<float> dw) =>
                Conv2dWeightGradient.RunRegisterBlocked(
                    context, geometry, Cut(Conv2dWeightGradient.Plan(context, geometry), gradientSide, parts), x, g, dw));
    }

    private static ProductPlan Cut(in ProductPlan plan, int side, int parts) => ProductPlan.WithParts(side, parts, plan.Problems, plan.M, plan.N, plan.K);

    private float[] Run(Kernel kernel, in ConvolutionGeometry geometry, ArrayView<float> first, ArrayView<float> second, int length)
    {
        ArrayView<float> result = gpu.Room(length);
        kernel(gpu.Context, geometry, first, second, result);
        return gpu.Download(result);
    }
}
