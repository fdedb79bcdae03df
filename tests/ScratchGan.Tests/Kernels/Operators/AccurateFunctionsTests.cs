using System.Numerics;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Operators;

public sealed class AccurateFunctionsTests
{
    /// <summary>Four units in the last place, of which a float near a power of two has 2⁻²³ to the one.</summary>
    private const double Tolerance = 4.0 / (1 << 23);

    /// <summary>The smallest normal float; below it a float has no relative accuracy.</summary>
    private const double Normal = 1.1754944e-38;

    [Fact]
    public void Tanh_is_within_four_units() => Check(AccurateFunctions.Tanh, AccurateFunctions.Tanh, Math.Tanh, Points());

    [Fact]
    public void Sigmoid_is_within_four_units() => Check(AccurateFunctions.Sigmoid, AccurateFunctions.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), Points());

    [Fact]
    public void Softplus_is_within_four_units() =>
        Check(AccurateFunctions.Softplus, AccurateFunctions.Softplus, x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))), Points());

    [Fact]
    public void LogOnePlus_is_within_four_units() =>
        Check(AccurateFunctions.LogOnePlus, AccurateFunctions.LogOnePlus, LogOnePlus, Points().Where(t => t > -1f).Append(-0.99999994f));

    [Fact]
    public void Limits_are_exact()
    {
        foreach (float sign in new[] { 1f, -1f })
        {
            Same(sign, AccurateFunctions.Tanh(sign * float.PositiveInfinity), AccurateFunctions.Tanh(new Vector<float>(sign * float.PositiveInfinity)));
            Same(sign * 0f, AccurateFunctions.Tanh(sign * 0f), AccurateFunctions.Tanh(new Vector<float>(sign * 0f)));
            Same(0.5f, AccurateFunctions.Sigmoid(sign * 0f), AccurateFunctions.Sigmoid(new Vector<float>(sign * 0f)));
            Same(sign * 0f, AccurateFunctions.LogOnePlus(sign * 0f), AccurateFunctions.LogOnePlus(new Vector<float>(sign * 0f)));
        }
        Same(1f, AccurateFunctions.Sigmoid(float.PositiveInfinity), AccurateFunctions.Sigmoid(new Vector<float>(float.PositiveInfinity)));
        Same(0f, AccurateFunctions.Sigmoid(float.NegativeInfinity), AccurateFunctions.Sigmoid(new Vector<float>(float.NegativeInfinity)));
        Same(float.PositiveInfinity, AccurateFunctions.Softplus(float.PositiveInfinity), AccurateFunctions.Softplus(new Vector<float>(float.PositiveInfinity)));
        Same(0f, AccurateFunctions.Softplus(float.NegativeInfinity), AccurateFunctions.Softplus(new Vector<float>(float.NegativeInfinity)));
        Same(float.PositiveInfinity, AccurateFunctions.LogOnePlus(float.PositiveInfinity), AccurateFunctions.LogOnePlus(new Vector<float>(float.PositiveInfinity)));
        Same(float.NegativeInfinity, AccurateFunctions.LogOnePlus(-1f), AccurateFunctions.LogOnePlus(new Vector<float>(-1f)));
    }

    [Fact]
    public void Not_a_number_stays_not_a_number()
    {
        Vector<float> nan = new(float.NaN);
        Same(float.NaN, AccurateFunctions.Tanh(float.NaN), AccurateFunctions.Tanh(nan));
        Same(float.NaN, AccurateFunctions.Sigmoid(float.NaN), AccurateFunctions.Sigmoid(nan));
        Same(float.NaN, AccurateFunctions.Softplus(float.NaN), AccurateFunctions.Softplus(nan));
        Same(float.NaN, AccurateFunctions.LogOnePlus(float.NaN), AccurateFunctions.LogOnePlus(nan));
        Same(float.NaN, AccurateFunctions.LogOnePlus(-1.5f), AccurateFunctions.LogOnePlus(new Vector<float>(-1.5f)));
    }

    /// <summary>Every power of two and numbers between, of both signs; a dense walk of [−20, 20]; the places where a function changes its formula.</summary>
    private static IEnumerable<float> Points()
    {
        foreach (float sign in new[] { 1f, -1f })
            for (int exponent = -126; exponent < 128; exponent++)
                foreach (float mantissa in new[] { 1f, 1.0000001f, 1.2345678f, 1.9999999f })
                    yield return sign * mantissa * MathF.ScaleB(1f, exponent);
        for (int i = -40_000; i <= 40_000; i++)
            yield return i * 0.00049987f;
        foreach (float edge in new[] { 0.625f, 0.5f, 1f, 87f, 88.3f })
            foreach (float x in new[] { MathF.BitDecrement(edge), edge, MathF.BitIncrement(edge) })
            {
                yield return x;
                yield return -x;
            }
    }

    private static void Check(Func<float, float> scalar, Func<Vector<float>, Vector<float>> vector, Func<double, double> exact, IEnumerable<float> points)
    {
        foreach (float x in points)
        {
            double expected = exact(x);
            if (Math.Abs(expected) is < Normal or > float.MaxValue)
                continue;
            float one = scalar(x);
            float lane = vector(new Vector<float>(x))[0];
            Assert.True(Math.Abs(one - expected) <= Tolerance * Math.Abs(expected), $"scalar({x:R}) = {one:R}, expected {expected:R}");
            Assert.True(Math.Abs(lane - expected) <= Tolerance * Math.Abs(expected), $"vector({x:R}) = {lane:R}, expected {expected:R}");
        }
    }

    /// <summary>ln(1 + t) = 2·artanh(t/(2 + t)), the series where it converges fast.</summary>
    private static double LogOnePlus(double t)
    {
        if (Math.Abs(t) > 0.1)
            return Math.Log(1 + t);
        double s = t / (2 + t);
        double sum = 0;
        for (int k = 19; k >= 1; k -= 2)
            sum = sum * s * s + 1.0 / k;
        return 2 * s * sum;
    }

    private static void Same(float expected, float scalar, Vector<float> vector)
    {
        Assert.Equal(expected, scalar);
        Assert.Equal(expected, vector[Vector<float>.Count - 1]);
    }
}
