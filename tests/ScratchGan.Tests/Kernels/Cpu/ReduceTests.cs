using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class ReduceTests
{
    private const double Epsilon = 1.0 / (1 << 24);

    /// <summary>Last, first, middle and alternating axes; runs shorter and longer than a vector, a block and a segment; one big reduction.</summary>
    public static TheoryData<int[], int[]> Cases => new()
    {
        { [], [] }, { [1, 1], [0] }, { [5], [] }, { [5], [0] }, { [7, 13], [1] }, { [7, 13], [0] }, { [7, 13], [0, 1] }, { [5, 3, 11], [0, 2] }, { [5, 3, 11], [1] },
        { [3, 4, 5, 6, 7], [0, 2, 4] }, { [3, 4, 5, 6, 7], [1, 3] }, { [64, 6, 16], [0, 2] }, { [9, 3, 2111], [0, 2] }, { [2, 40_003], [1] }, { [300_007], [0] },
        { [2100, 3], [0] }, { [70, 1030], [0] }, { [1, 1029, 1], [0, 2] }, { [3000, 2, 3], [0, 2] }, { [9000, 9], [0] }, { [6000, 3], [1] },
        { [4, 5000, 33], [1] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sums_stay_within_their_error_model(int[] shape, int[] axes)
    {
        var geometry = new ReductionGeometry(shape, axes);
        using FloatBuffer x = FloatBuffer.Random(Count(shape), seed: 3);
        foreach (ref float value in x.Span)
            value += 0.7f;
        (double[] sums, double[] magnitudes, _) = Reference(shape, axes, x.Span);

        float[] found = ThreadedRuns.SameBits(context => Fresh(geometry, y => Reduce.Run(context, geometry, default(Sum), x.Pointer, y)));
        float[] scalar = Fresh(geometry, y => Scalar.Reduce.Run(geometry, default(Sum), x.Pointer, y));
        double depth = 64 + Math.Log2(geometry.ReducedCount);
        for (int k = 0; k < sums.Length; k++)
        {
            Assert.Equal(sums[k], found[k], depth * Epsilon * magnitudes[k]);
            Assert.Equal(sums[k], scalar[k], geometry.ReducedCount * Epsilon * magnitudes[k]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Maxima_are_exact(int[] shape, int[] axes)
    {
        var geometry = new ReductionGeometry(shape, axes);
        using FloatBuffer x = FloatBuffer.Random(Count(shape), seed: 4);
        foreach (ref float value in x.Span)
            value -= 1.5f;
        (_, _, double[] maxima) = Reference(shape, axes, x.Span);
        float[] expected = [.. maxima.Select(value => (float)value)];
        Assert.Equal(expected, ThreadedRuns.SameBits(context => Fresh(geometry, y => Reduce.Run(context, geometry, default(Maximum), x.Pointer, y))));
        Assert.Equal(expected, Fresh(geometry, y => Scalar.Reduce.Run(geometry, default(Maximum), x.Pointer, y)));
    }

    [Fact]
    public void A_maximum_over_not_a_number_is_not_a_number()
    {
        using FloatBuffer x = FloatBuffer.Random(3 * 50, seed: 5);
        x.Span[50 + 33] = float.NaN;
        var rows = new ReductionGeometry([3, 50], [1]);
        float[] found = ThreadedRuns.SameBits(context => Fresh(rows, y => Reduce.Run(context, rows, default(Maximum), x.Pointer, y)));
        Assert.Equal([false, true, false], found.Select(float.IsNaN));
        var columns = new ReductionGeometry([3, 50], [0]);
        found = ThreadedRuns.SameBits(context => Fresh(columns, y => Reduce.Run(context, columns, default(Maximum), x.Pointer, y)));
        Assert.Equal(33, Array.FindIndex(found, float.IsNaN));
    }

    [Fact]
    public void Neighbouring_axes_of_one_kind_are_merged()
    {
        var geometry = new ReductionGeometry([2, 3, 1, 4, 5], [0, 3, 4]);
        Assert.Equal([3], geometry.Kept.ToArray());
        Assert.Equal([2, 20], geometry.Reduced.ToArray());
        Assert.Equal([60, 1], geometry.ReducedStrides.ToArray());
        Assert.Equal([3, 1], geometry.OutputShape);
    }

    [Fact]
    public void An_axis_outside_the_shape_or_named_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ReductionGeometry([2, 3], [2]));
        Assert.Throws<ArgumentException>(() => new ReductionGeometry([2, 3], [-1]));
        Assert.Throws<ArgumentException>(() => new ReductionGeometry([2, 3], [1, 1]));
    }

    private static (double[] Sums, double[] Magnitudes, double[] Maxima) Reference(int[] shape, int[] axes, ReadOnlySpan<float> x)
    {
        int kept = Count([.. shape.Where((_, d) => !axes.Contains(d))]);
        double[] sums = new double[kept];
        double[] magnitudes = new double[kept];
        double[] maxima = new double[kept];
        Array.Fill(maxima, double.NegativeInfinity);
        for (int i = 0; i < x.Length; i++)
        {
            int rest = i;
            int k = 0;
            int unit = 1;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                if (!axes.Contains(d))
                {
                    k += rest % shape[d] * unit;
                    unit *= shape[d];
                }
                rest /= shape[d];
            }
            sums[k] += x[i];
            magnitudes[k] += Math.Abs(x[i]);
            maxima[k] = Math.Max(maxima[k], x[i]);
        }
        return (sums, magnitudes, maxima);
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private delegate void Writer(float* y);

    private static float[] Fresh(ReductionGeometry geometry, Writer write)
    {
        using var y = new FloatBuffer(geometry.KeptCount);
        write(y.Pointer);
        return y.ToArray();
    }
}
