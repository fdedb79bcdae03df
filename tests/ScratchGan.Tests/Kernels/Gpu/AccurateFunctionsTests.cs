using ILGPU;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>The functions as a device computes them: the bounds of Operators.AccurateFunctionsTests hold there too.</summary>
[Collection(GpuTests.Name)]
public sealed class AccurateFunctionsTests(GpuUnderTest gpu)
{
    private const double Tolerance = 4.0 / (1 << 23);
    private const double Normal = 1.1754944e-38;

    [Fact]
    public void Exponential_is_within_four_units() => Check(new Exponential(), Math.Exp, float.NegativeInfinity);

    [Fact]
    public void Logarithm_is_within_four_units() => Check(new Logarithm(), Math.Log, 0f);

    [Fact]
    public void Tanh_is_within_four_units() => Check(new Tanh(), Math.Tanh, float.NegativeInfinity);

    [Fact]
    public void Sigmoid_is_within_four_units() =>
        Check(new Sigmoid(), x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), float.NegativeInfinity);

    /// <summary>ln(1 + t) in double is exact enough down to t = 10⁻⁵, t − t²/2 + t³/3 below.</summary>
    [Fact]
    public void Softplus_is_within_four_units() => Check(
        new Softplus(),
        x =>
        {
            double t = Math.Exp(-Math.Abs(x));
            return Math.Max(x, 0) + (t > 1e-5 ? Math.Log(1 + t) : t - t * t / 2 + t * t * t / 3);
        },
        float.NegativeInfinity);

    [Fact]
    public void Limits_are_those_of_the_CPU()
    {
        float[] x = [0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, -1f, float.Epsilon, 100f, -110f, 88.72283f, 88.72284f];
        Assert.Equal(x.Select(AccurateFunctions.Exp), Map(new Exponential(), x));
        Assert.Equal(x.Select(AccurateFunctions.Log), Map(new Logarithm(), x), (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-5f);
        Assert.Equal(x.Select(AccurateFunctions.Tanh), Map(new Tanh(), x), (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-6f);
        Assert.Equal(x.Select(AccurateFunctions.Softplus), Map(new Softplus(), x), (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-5f);
    }

    /// <summary>Every 16,411th float, so all exponents; where the result is no normal float, devices may differ.</summary>
    private void Check<TOperator>(TOperator function, Func<double, double> exact, float above)
        where TOperator : struct, IUnaryOperator
    {
        var points = new List<float>();
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 16_411)
            if (BitConverter.Int32BitsToSingle((int)bits) is var x && float.IsNormal(x) && x > above)
                points.Add(x);
        float[] found = Map(function, [.. points]);
        for (int i = 0; i < found.Length; i++)
        {
            double expected = exact(points[i]);
            if (Math.Abs(expected) is >= Normal and <= float.MaxValue)
                Assert.True(Math.Abs(found[i] - expected) <= Tolerance * Math.Abs(expected), $"f({points[i]:R}) = {found[i]:R}, expected {expected:R}");
        }
    }

    private float[] Map<TOperator>(TOperator function, float[] x)
        where TOperator : struct, IUnaryOperator
    {
        using var device = new DeviceArrays(gpu.Context);
        ArrayView<float> y = device.Room(x.Length);
        Elementwise.Map(gpu.Context, function, device.Upload(x), y);
        return device.Download(y);
    }
}
