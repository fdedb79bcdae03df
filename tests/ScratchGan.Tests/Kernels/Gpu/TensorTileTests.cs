using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using ScratchGan.Tests.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// Products on tensor cores, a few on ILGPU's simulator where there is no CUDA device: it takes seconds for a tile, so each has rows and columns behind the
/// last and several steps along k. On a CUDA device all shapes.
/// </summary>
[Collection(GpuTests.Name)]
public sealed class TensorTileTests(GpuUnderTest gpu)
{
    /// <summary>Both factors within 2⁻¹¹.</summary>
    private const double Rounding = 1.0 / (1 << 10);

    private delegate void Product(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c);

    /// <summary>A kernel of the convolutions: two inputs, one output.</summary>
    private delegate void Kernel(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> first, ArrayView<float> second, ArrayView<float> result);

    [Theory]
    [InlineData(64, 20, 37, 35, false, false, 1)]
    [InlineData(64, 33, 18, 36, true, true, 2)]
    [InlineData(128, 75, 102, 21, false, true, 1)]
    public void Tiles_with_register_prefetch_multiply_tf32(int side, int m, int n, int k, bool transposeA, bool transposeB, int parts) =>
        AssertExact(new MatMulGeometry(m, n, k, transposeA, transposeB), ProductPlan.WithParts(side, parts, 1, m, n, k), MatMul.RunTensorCores);

    [Theory]
    [InlineData(76, 20, 68, false, false)]
    [InlineData(20, 73, 20, true, true)]
    public void Tiles_with_asynchronous_copies_multiply_tf32(int m, int n, int k, bool transposeA, bool transposeB)
    {
        var geometry = new MatMulGeometry(m, n, k, transposeA, transposeB);
        Assert.True(MatMul.CanCopyQuads(geometry));
        AssertExact(geometry, ProductPlan.WithParts(TensorTileAsync.Side, 1, 1, m, n, k), MatMul.RunTensorCoresAsync);
    }

    [Fact]
    public void Convolutions_multiply_tf32()
    {
        var reference = new ConvolutionReference(ConvolutionGeometry.Forward(n: 2, c: 3, h: 7, w: 6, f: 5, i: 4, j: 3, stride: 2, padding: 1));
        ConvolutionGeometry geometry = reference.Geometry;
        ProductPlan plan = ProductPlan.WithParts(TensorTile.SmallSide, 1, 1, geometry.F, geometry.N * geometry.P * geometry.Q, geometry.Taps);
        using GpuContext context = Open();
        using DeviceArrays arrays = new(context);
        ArrayView<float> y = arrays.Room(reference.G.Length);
        Conv2d.RunRegisterBlocked(context, geometry, plan with { Precision = MatrixPrecision.Tf32 }, arrays.Upload(reference.X), arrays.Upload(reference.W), y);
        reference.Convolution.AssertEqual(arrays.Download(y), Rounding);
    }

    [Fact]
    public void On_tensor_cores_every_size_is_multiplied()
    {
        RequireTensorCores();
        foreach ((int m, int n, int k) in MatMulTests.Sizes.Select(row => row.Data).Where(size => size.Item3 > 0))
            foreach (MatMulGeometry geometry in (MatMulGeometry[])
                [new(m, n, k), new(m, n, k, TransposeA: true), new(m, n, k, TransposeB: true), new(m, n, k, TransposeA: true, TransposeB: true)])
                foreach (int parts in (int[])[1, 3])
                {
                    AssertExact(geometry, ProductPlan.WithParts(TensorTile.SmallSide, parts, 1, m, n, k), MatMul.RunTensorCores);
                    AssertExact(geometry, ProductPlan.WithParts(TensorTile.LargeSide, parts, 1, m, n, k), MatMul.RunTensorCores);
                    if (MatMul.CanCopyQuads(geometry))
                        AssertExact(geometry, ProductPlan.WithParts(TensorTileAsync.Side, parts, 1, m, n, k), MatMul.RunTensorCoresAsync);
                }
    }

    [Fact]
    public void On_tensor_cores_every_convolution_agrees_with_double_precision()
    {
        RequireTensorCores();
        gpu.Context.Precision = MatrixPrecision.Tf32;
        try
        {
            foreach (string name in ConvolutionCases.Names.Select(row => row.Data))
                AssertAgree(new ConvolutionReference(ConvolutionCases.Named(name)));
        }
        finally
        {
            gpu.Context.Precision = MatrixPrecision.Single;
        }
    }

    private void AssertAgree(ConvolutionReference reference)
    {
        reference.Convolution.AssertEqual(Run(Conv2d.Run, reference.X, reference.W, reference.G.Length), Rounding);
        reference.Transpose.AssertEqual(Run(ConvTranspose2d.Run, reference.G, reference.W, reference.X.Length), Rounding);
        reference.WeightGradient.AssertEqual(Run(Conv2dWeightGradient.Run, reference.X, reference.G, reference.W.Length), Rounding);

        float[] Run(Kernel kernel, float[] first, float[] second, int length)
        {
            ArrayView<float> result = gpu.Room(length);
            kernel(gpu.Context, reference.Geometry, gpu.Upload(first), gpu.Upload(second), result);
            return gpu.Download(result);
        }
    }

    private static void AssertExact(MatMulGeometry geometry, ProductPlan plan, Product product)
    {
        float[] a = NearIntegers(geometry.M * geometry.K, 17);
        float[] b = NearIntegers(geometry.K * geometry.N, 23);
        using GpuContext context = Open();
        using DeviceArrays arrays = new(context);
        ArrayView<float> room = arrays.Room(geometry.M * geometry.N);
        product(context, geometry, plan, arrays.Upload(a), arrays.Upload(b), room);
        float[] c = arrays.Download(room);

        for (int m = 0; m < geometry.M; m++)
            for (int n = 0; n < geometry.N; n++)
            {
                float expected = 0;
                for (int k = 0; k < geometry.K; k++)
                    expected += MathF.Round(a[geometry.TransposeA ? k * geometry.M + m : m * geometry.K + k])
                        * MathF.Round(b[geometry.TransposeB ? n * geometry.K + k : k * geometry.N + n]);
                Assert.Equal(expected, c[m * geometry.N + n]);
            }
    }

    /// <summary>
    /// Small integers, each less than half a unit of TF32 from the nearest: rounded they are the integers, and all sums are exact; cut off, half of them
    /// would be a whole unit away.
    /// </summary>
    private static float[] NearIntegers(int length, int period)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (i % period - period / 2) * (1f + (i % 3 - 1) / 8192f);
        return values;
    }

    private static GpuContext Open() => GpuDevices.Open(GpuUnderTest.Kind == GpuKind.Cuda ? GpuKind.Cuda : GpuKind.Simulator);

    private void RequireTensorCores() =>
        Assert.SkipUnless(GpuUnderTest.Kind == GpuKind.Cuda && gpu.Context.HasTensorCores, "no CUDA device with tensor cores");
}
