using ScratchGan.Engine;
using Xunit;

namespace ScratchGan.Tests.Engine;

/// <summary>A device for one test, and comparisons with doubles.</summary>
public abstract class EngineTest : IDisposable
{
    protected const double UnitRoundoff = 1.0 / (1 << 24);

    protected Device Device { get; } = Device.Cpu(threads: 1);

    public void Dispose()
    {
        Device.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Tensor Constant(params ReadOnlySpan<float> values) => Tensor.From(Device, values, new Shape(values.Length));

    /// <summary>Uniform in (−1, 1).</summary>
    protected Tensor Random(int seed, params ReadOnlySpan<int> shape)
    {
        var random = new Random(seed);
        float[] values = new float[new Shape(shape).Count];
        foreach (ref float value in values.AsSpan())
            value = 2 * random.NextSingle() - 1;
        return Tensor.From(Device, values, new Shape(shape));
    }

    protected static double[] Doubles(Tensor tensor) => [.. tensor.ToArray().Select(value => (double)value)];

    /// <summary>Every element within a number of roundings of the largest: |error| ≤ roundings · 2⁻²⁴ · max(floor, max|expected|).</summary>
    protected static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double roundings, double floor = 1)
    {
        Assert.Equal(expected.Count, actual.Count);
        double tolerance = roundings * UnitRoundoff * Math.Max(floor, expected.Max(Math.Abs));
        for (int i = 0; i < actual.Count; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance, $"element {i}: expected {expected[i]:R} within {tolerance:E1}, found {actual[i]:R}");
    }

    protected static void AssertClose(IReadOnlyList<double> expected, Tensor actual, double roundings, double floor = 1) =>
        AssertClose(expected, actual.ToArray(), roundings, floor);
}
