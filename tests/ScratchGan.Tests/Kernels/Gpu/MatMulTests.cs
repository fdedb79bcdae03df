using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class MatMulTests(GpuUnderTest gpu)
{
    /// <summary>M, N, K around the tiles of 16, 64 and 128 and the steps of 8 and 16, multiples of four and not, and no terms at all.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 17, 3 }, { 7, 1, 9 }, { 64, 68, 16 }, { 65, 63, 17 }, { 60, 129, 100 }, { 131, 130, 33 }, { 20, 36, 259 },
        { 257, 12, 48 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_version_and_transposition_agrees_with_double_precision(int m, int n, int k)
    {
        float[] a = FloatBuffer.Random(Math.Max(1, m * k), 1).ToArray();
        float[] b = FloatBuffer.Random(Math.Max(1, k * n), 2).ToArray();
        ArrayView<float> aView = gpu.Upload(a);
        ArrayView<float> bView = gpu.Upload(b);
        foreach (MatMulGeometry geometry in Transpositions(m, n, k))
        {
            SumOfProducts expected = Reference(geometry, a, b);
            ArrayView<float> c = gpu.Room(m * n);
            MatMul.RunNaive(gpu.Context, geometry, aView, bView, c);
            expected.AssertEqual(gpu.Download(c));

            c = gpu.Room(m * n);
            MatMul.RunTiled(gpu.Context, geometry, aView, bView, c);
            expected.AssertEqual(gpu.Download(c));

            c = gpu.Room(m * n);
            MatMul.Run(gpu.Context, geometry, aView, bView, c);
            expected.AssertEqual(gpu.Download(c));

            foreach ((int side, int parts) in ((int, int)[])[(64, 1), (64, 5), (128, 1), (128, 2)])
            {
                c = gpu.Room(m * n);
                MatMul.RunRegisterBlocked(gpu.Context, geometry, ProductPlan.WithParts(side, parts, 1, m, n, k), aView, bView, c);
                expected.AssertEqual(gpu.Download(c));
            }
        }
    }

    [Fact]
    public void A_sum_of_no_terms_is_zero()
    {
        ArrayView<float> c = gpu.Room(15);
        MatMul.Run(gpu.Context, new MatMulGeometry(3, 5, 0), default, default, c);
        Assert.Equal(new float[15], gpu.Download(c));
    }

    /// <summary>With the sum in several parts, added in order.</summary>
    [Fact]
    public void Results_have_the_same_bits_every_time()
    {
        const int m = 37, n = 41, k = 1000;
        ArrayView<float> a = gpu.Upload(FloatBuffer.Random(m * k, 5).ToArray());
        ArrayView<float> b = gpu.Upload(FloatBuffer.Random(k * n, 6).ToArray());
        ArrayView<float> first = gpu.Room(m * n);
        ArrayView<float> second = gpu.Room(m * n);
        var geometry = new MatMulGeometry(m, n, k);
        ProductPlan plan = ProductPlan.WithParts(64, 7, 1, m, n, k);
        MatMul.RunRegisterBlocked(gpu.Context, geometry, plan, a, b, first);
        MatMul.RunRegisterBlocked(gpu.Context, geometry, plan, a, b, second);
        Assert.Equal(gpu.Download(first).Select(BitConverter.SingleToInt32Bits), gpu.Download(second).Select(BitConverter.SingleToInt32Bits));
    }

    private static MatMulGeometry[] Transpositions(int m, int n, int k) =>
        [new(m, n, k), new(m, n, k, TransposeA: true), new(m, n, k, TransposeB: true), new(m, n, k, TransposeA: true, TransposeB: true)];

    private static SumOfProducts Reference(in MatMulGeometry geometry, float[] a, float[] b)
    {
        var sums = new SumOfProducts((long)geometry.M * geometry.N);
        for (int m = 0; m < geometry.M; m++)
            for (int n = 0; n < geometry.N; n++)
                for (int k = 0; k < geometry.K; k++)
                    sums.Add(
                        m * geometry.N + n,
                        a[geometry.TransposeA ? k * geometry.M + m : m * geometry.K + k],
                        b[geometry.TransposeB ? n * geometry.K + k : k * geometry.N + n]);
        return sums;
    }
}
