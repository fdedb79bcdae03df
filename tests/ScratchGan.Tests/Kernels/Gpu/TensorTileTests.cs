using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// Products on tensor cores: on a CUDA device the real ones; elsewhere ILGPU's simulator, which takes seconds for a tile, so these are few, each with rows and
/// columns behind the last and more steps along k than there are buffers.
/// </summary>
[Collection(GpuTests.Name)]
public sealed class TensorTileTests
{
    [Theory]
    [InlineData(64, 20, 37, 35, false, false, 1)]
    [InlineData(64, 33, 18, 36, true, true, 2)]
    [InlineData(128, 75, 102, 21, false, true, 1)]
    public void RegisterPrefetchMultipliesTf32(int side, int m, int n, int k, bool transposeA, bool transposeB, int parts) =>
        AssertProduct(new MatMulGeometry(m, n, k, transposeA, transposeB), ProductPlan.WithParts(side, parts, 1, m, n, k), MatMul.RunTensorCores);

    [Theory]
    [InlineData(76, 20, 68, false, false)]
    [InlineData(20, 73, 20, true, true)]
    public void AsynchronousCopiesMultiplyTf32(int m, int n, int k, bool transposeA, bool transposeB)
    {
        var geometry = new MatMulGeometry(m, n, k, transposeA, transposeB);
        Assert.True(MatMul.CanCopyQuads(geometry));
        AssertProduct(geometry, ProductPlan.WithParts(TensorTileAsync.Side, 1, 1, m, n, k), MatMul.RunTensorCoresAsync);
    }

    [Fact]
    public void ConvolvesTf32()
    {
        var geometry = ConvolutionGeometry.Forward(n: 2, c: 3, h: 7, w: 6, f: 5, i: 4, j: 3, stride: 2, padding: 1);
        float[] x = Near(geometry.N * geometry.C * geometry.H * geometry.W, 17);
        float[] w = Near(geometry.F * geometry.Taps, 23);
        using GpuContext context = Open();
        ProductPlan plan = ProductPlan.WithParts(TensorTile.SmallSide, 1, 1, geometry.F, geometry.N * geometry.P * geometry.Q, geometry.Taps);
        float[] y = Run(
            context, x, w, geometry.N * geometry.F * geometry.P * geometry.Q,
            (a, b, c) => Conv2d.RunRegisterBlocked(context, geometry, plan with { Precision = MatrixPrecision.Tf32 }, a, b, c));

        for (int i = 0; i < y.Length; i++)
        {
            int q = i % geometry.Q;
            int p = i / geometry.Q % geometry.P;
            int f = i / (geometry.Q * geometry.P) % geometry.F;
            int n = i / (geometry.Q * geometry.P * geometry.F);
            float expected = 0;
            for (int tap = 0; tap < geometry.Taps; tap++)
            {
                int c = tap / (geometry.I * geometry.J);
                int row = geometry.Stride * p + tap / geometry.J % geometry.I - geometry.Padding;
                int column = geometry.Stride * q + tap % geometry.J - geometry.Padding;
                if (row >= 0 && row < geometry.H && column >= 0 && column < geometry.W)
                    expected += MathF.Round(x[((n * geometry.C + c) * geometry.H + row) * geometry.W + column]) * MathF.Round(w[f * geometry.Taps + tap]);
            }
            Assert.Equal(expected, y[i]);
        }
    }

    private delegate void Product(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c);

    private static void AssertProduct(MatMulGeometry geometry, ProductPlan plan, Product product)
    {
        float[] a = Near(geometry.M * geometry.K, 17);
        float[] b = Near(geometry.K * geometry.N, 23);
        using GpuContext context = Open();
        float[] c = Run(context, a, b, geometry.M * geometry.N, (left, right, result) => product(context, geometry, plan, left, right, result));

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
    private static float[] Near(int length, int period)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = (i % period - period / 2) * (1f + (i % 3 - 1) / 8192f);
        return values;
    }

    private static GpuContext Open() => GpuDevices.Open(GpuUnderTest.Kind == GpuKind.Cuda ? GpuKind.Cuda : GpuKind.Simulator);

    private static float[] Run(
        GpuContext context, float[] a, float[] b, int length, Action<ArrayView<float>, ArrayView<float>, ArrayView<float>> launch)
    {
        float[] empty = new float[length];
        Array.Fill(empty, float.NaN);
        using MemoryBuffer1D<float, Stride1D.Dense> left = context.Accelerator.Allocate1D(a);
        using MemoryBuffer1D<float, Stride1D.Dense> right = context.Accelerator.Allocate1D(b);
        using MemoryBuffer1D<float, Stride1D.Dense> result = context.Accelerator.Allocate1D(empty);
        launch(left.View, right.View, result.View);
        context.Stream.Synchronize();
        return result.GetAsArray1D();
    }
}
