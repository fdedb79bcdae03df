using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class ReduceTests(GpuUnderTest gpu)
{
    private const double Epsilon = 1.0 / (1 << 24);

    /// <summary>
    /// Last, first, middle and alternating axes; fewer reduced elements than lanes, and more than a segment; one, few and many results; partial results that
    /// need a second and (270 001 rows) a third launch.
    /// </summary>
    public static TheoryData<int[], int[]> Cases => new()
    {
        { [], [] }, { [1, 1], [0] }, { [5], [] }, { [5], [0] }, { [7, 13], [1] }, { [7, 13], [0] }, { [7, 13], [0, 1] }, { [5, 3, 11], [0, 2] },
        { [5, 3, 11], [1] }, { [3, 4, 5, 6, 7], [0, 2, 4] }, { [3, 4, 5, 6, 7], [1, 3] }, { [64, 6, 16], [0, 2] }, { [9, 3, 2111], [0, 2] },
        { [2, 40_003], [1] }, { [300_007], [0] }, { [2100, 3], [0] }, { [70, 1030], [0] }, { [1, 1029, 1], [0, 2] }, { [3000, 2, 3], [0, 2] },
        { [9000, 9], [0] }, { [3000, 7], [1] }, { [4, 5000, 33], [1] }, { [270_001, 17], [0] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_stay_within_their_error_model(int[] shape, int[] axes)
    {
        var geometry = new ReductionGeometry(shape, axes);
        float[] x = [.. Numbers.Random(StridedDimensions.Count(shape), seed: 3).Select(value => value + 0.7f)];
        float[] found = Run(geometry, default(Sum), x);
        double[] sums = Plain(geometry, x, 0, (sum, value) => sum + value);
        double[] magnitudes = Plain(geometry, x, 0, (sum, value) => sum + Math.Abs(value));
        double depth = 64 + Math.Log2(geometry.ReducedCount);
        for (int k = 0; k < sums.Length; k++)
            Assert.Equal(sums[k], found[k], depth * Epsilon * magnitudes[k]);
        Assert.Equal(found, Run(geometry, default(Sum), x));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maxima_are_exact(int[] shape, int[] axes)
    {
        var geometry = new ReductionGeometry(shape, axes);
        float[] x = [.. Numbers.Random(StridedDimensions.Count(shape), seed: 4).Select(value => value - 1.5f)];
        double[] found = [.. Run(geometry, default(Maximum), x).Select(value => (double)value)];
        Assert.Equal(Plain(geometry, x, double.NegativeInfinity, Math.Max), found);
    }

    /// <summary>At the beginning, in the middle and at the end of what a lane, a group and a segment take.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(9_999)]
    public void A_maximum_over_not_a_number_is_not_a_number(int at)
    {
        float[] x = Numbers.Random(3 * 10_000, seed: 5);
        x[10_000 + at] = float.NaN;
        Assert.Equal([false, true, false], Run(new ReductionGeometry([3, 10_000], [1]), default(Maximum), x).Select(float.IsNaN));
        float[] columns = Run(new ReductionGeometry([3, 10_000], [0]), default(Maximum), x);
        Assert.Equal(at, Array.FindIndex(columns, float.IsNaN));
        Assert.Equal(1, columns.Count(float.IsNaN));
    }

    /// <summary>A million times 0.1: a plain loop in floats is off by hundreds.</summary>
    [Fact]
    public void A_long_sum_is_accurate()
    {
        float[] x = new float[1 << 20];
        Array.Fill(x, 0.1f);
        Assert.Equal((double)0.1f * x.Length, Run(new ReductionGeometry([x.Length], [0]), default(Sum), x)[0], 0.1);
    }

    private float[] Run<TReduction>(ReductionGeometry geometry, TReduction reduction, float[] x)
        where TReduction : struct, IReduction
    {
        ArrayView<float> y = gpu.Room(geometry.KeptCount);
        Reduce.Run(gpu.Context, geometry, reduction, gpu.Upload(x), y);
        return gpu.Download(y);
    }

    private static double[] Plain(ReductionGeometry geometry, float[] x, double identity, Func<double, double, double> combine)
    {
        double[] results = new double[geometry.KeptCount];
        for (int k = 0; k < results.Length; k++)
        {
            int from = (int)StridedDimensions.Place(k, geometry.Kept, geometry.KeptStrides);
            results[k] = identity;
            for (int r = 0; r < geometry.ReducedCount; r++)
                results[k] = combine(results[k], x[from + (int)StridedDimensions.Place(r, geometry.Reduced, geometry.ReducedStrides)]);
        }
        return results;
    }
}
