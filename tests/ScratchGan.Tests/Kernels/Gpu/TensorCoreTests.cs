using ILGPU;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// The tensor cores' instructions. On a CUDA device this tests the hardware against the documented layout; elsewhere it tests the layout that the kernels
/// assume, against the stand-ins that ILGPU's simulator runs, written from the same documentation.
/// </summary>
[Collection(GpuTests.Name)]
public sealed class TensorCoreTests
{
    /// <summary>C + A·B with 16×8, 8×8: every element of A and B is another small number, so that any exchange shows, and all sums are exact.</summary>
    [Fact]
    public void Fragments_lie_as_documented()
    {
        float[] a = new float[16 * 8];
        float[] b = new float[8 * 8];
        float[] c = new float[16 * 8];
        for (int i = 0; i < a.Length; i++)
            a[i] = i - 50;
        for (int i = 0; i < b.Length; i++)
            b[i] = 3 * i - 95;
        for (int i = 0; i < c.Length; i++)
            c[i] = 1000 * i;

        float[] d = RunOneWarp(FragmentKernel, a, b, c);

        for (int m = 0; m < 16; m++)
            for (int n = 0; n < 8; n++)
            {
                float expected = c[m * 8 + n];
                for (int k = 0; k < 8; k++)
                    expected += a[m * 8 + k] * b[k * 8 + n];
                Assert.Equal(expected, d[m * 8 + n]);
            }
    }

    [Fact]
    public void Rounding_gives_the_nearest_tf32()
    {
        const float Unit = 1f / 1024;
        float[] x = new float[32];
        float[] expected = new float[32];
        (float, float)[] cases =
        [
            (1f, 1f), (1f + 0.49f * Unit, 1f), (1f + 0.5f * Unit, 1f + Unit), (1f + 0.51f * Unit, 1f + Unit), (-1f - 0.5f * Unit, -1f - Unit),
            (1f + 1.5f * Unit, 1f + 2 * Unit), (2f - 0.25f * Unit, 2f), (0f, 0f), (-0f, -0f), (3e-39f, 3.0028e-39f), (float.NaN, float.NaN),
            (float.PositiveInfinity, float.PositiveInfinity), (float.NegativeInfinity, float.NegativeInfinity), (float.MaxValue, float.PositiveInfinity),
        ];
        for (int i = 0; i < cases.Length; i++)
            (x[i], expected[i]) = cases[i];

        float[] rounded = RunOneWarp(RoundKernel, x, x, x);

        for (int i = 0; i < cases.Length; i++)
            Assert.Equal(expected[i], rounded[i], MathF.Abs(x[i]) < 1e-38f ? 1e-41f : 0f);
    }

    private static float[] RunOneWarp(
        Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> kernel, float[] a, float[] b, float[] c)
    {
        using GpuContext context = GpuDevices.Open(GpuUnderTest.Kind == GpuKind.Cuda ? GpuKind.Cuda : GpuKind.Simulator);
        using DeviceArrays arrays = new(context);
        ArrayView<float> result = arrays.Room(c.Length);
        context.Launch(kernel, new KernelConfig(1, TensorCores.WarpSize), arrays.Upload(a), arrays.Upload(b), arrays.Upload(c), result);
        return arrays.Download(result);
    }

    private static void FragmentKernel(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> d)
    {
        int g = Group.IdxX >> 2;
        int t = Group.IdxX & 3;
        LeftFragment left = new(a[g * 8 + t], a[(g + 8) * 8 + t], a[g * 8 + t + 4], a[(g + 8) * 8 + t + 4]);
        RightFragment right = new(b[t * 8 + g], b[(t + 4) * 8 + g]);
        int upper = g * 8 + 2 * t;
        int lower = (g + 8) * 8 + 2 * t;
        Float4 result = TensorCores.MultiplyAdd(new Float4(c[upper], c[upper + 1], c[lower], c[lower + 1]), left, right);
        d[upper] = result.X;
        d[upper + 1] = result.Y;
        d[lower] = result.Z;
        d[lower + 1] = result.W;
    }

    private static void RoundKernel(ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> d)
    {
        int i = Group.IdxX;
        d[i] = TensorCores.Round(a[i]);
    }
}
