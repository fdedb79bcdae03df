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

    /// <summary>Measured over every float: 0.99 units, and 1.02 with all products fused into additions.</summary>
    [Fact]
    public void Exp_is_within_one_unit() => CheckScalar(AccurateFunctions.Exp, Math.Exp, unit: 1.0, -104f, 89f);

    /// <summary>Measured over every float: 0.85 units, and 0.86 with all products fused into additions.</summary>
    [Fact]
    public void Log_is_within_one_unit() => CheckScalar(AccurateFunctions.Log, Math.Log, unit: 1.0, 0f, float.MaxValue);

    /// <summary>Measured over all 2²⁴ multiples of 2⁻²⁴: 1.57 units of the result, 8.5e-8 absolute.</summary>
    [Fact]
    public void Turn_is_within_two_units_at_every_seventh_angle_and_exact_at_quarters()
    {
        for (int i = 0; i < 1 << 24; i += 7)
        {
            float v = i * (1f / (1 << 24));
            double nearest = Math.Round(4.0 * v) / 4;
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * (v - nearest));
            (double x, double y) = (4 * nearest) switch
            {
                1 => (-sine, cosine),
                2 => (-cosine, -sine),
                3 => (sine, -cosine),
                _ => (cosine, sine),
            };
            (float foundX, float foundY) = AccurateFunctions.Turn(v);
            Assert.True(Math.Abs(foundX - x) <= 2 * Unit(x) && Math.Abs(foundY - y) <= 2 * Unit(y), $"{v:R}: ({foundX:R}, {foundY:R}), expected ({x:R}, {y:R})");
        }
        Assert.Equal((1f, 0f), AccurateFunctions.Turn(0f));
        Assert.Equal((0f, 1f), AccurateFunctions.Turn(0.25f));
        Assert.Equal((-1f, 0f), AccurateFunctions.Turn(0.5f));
        Assert.Equal((0f, -1f), AccurateFunctions.Turn(0.75f));
    }

    /// <summary>All 2²⁴ multiples of 2⁻²⁴ in (0, 1] and in [0, 1), which the normals are made of, and larger numbers.</summary>
    [Fact]
    public void Log_and_Turn_are_the_same_bits_in_vectors()
    {
        for (int i = 0; i < 1 << 24; i += Vector<float>.Count)
        {
            Vector<float> v = Vector.ConvertToSingle(Vector.CreateSequence(i, 1)) * (1f / (1 << 24));
            AssertSameBits(AccurateFunctions.Log, v + new Vector<float>(1f / (1 << 24)), AccurateFunctions.LogOfNormal(v + new Vector<float>(1f / (1 << 24))));
            AssertSameBits(AccurateFunctions.Log, v * 1e30f + Vector<float>.One, AccurateFunctions.LogOfNormal(v * 1e30f + Vector<float>.One));
            (Vector<float> cosine, Vector<float> sine) = AccurateFunctions.Turn(v);
            AssertSameBits(x => AccurateFunctions.Turn(x).Cosine, v, cosine);
            AssertSameBits(x => AccurateFunctions.Turn(x).Sine, v, sine);
        }
    }

    [Fact]
    public void Exp_and_Log_are_exact_at_their_limits()
    {
        Assert.Equal(0f, AccurateFunctions.Exp(float.NegativeInfinity));
        Assert.Equal(0f, AccurateFunctions.Exp(-103.98f));
        Assert.Equal(float.Epsilon, AccurateFunctions.Exp(-103.9f));
        Assert.Equal(1f, AccurateFunctions.Exp(0f));
        Assert.Equal(1f, AccurateFunctions.Exp(-0f));
        Assert.True(float.IsFinite(AccurateFunctions.Exp(88.72283f)));
        Assert.Equal(float.PositiveInfinity, AccurateFunctions.Exp(88.72284f));
        Assert.Equal(float.PositiveInfinity, AccurateFunctions.Exp(float.PositiveInfinity));
        Assert.Equal(float.NaN, AccurateFunctions.Exp(float.NaN));

        Assert.Equal(float.NegativeInfinity, AccurateFunctions.Log(0f));
        Assert.Equal(float.NegativeInfinity, AccurateFunctions.Log(-0f));
        Assert.Equal(0f, AccurateFunctions.Log(1f));
        Assert.Equal((float)Math.Log(float.Epsilon), AccurateFunctions.Log(float.Epsilon));
        Assert.Equal(float.PositiveInfinity, AccurateFunctions.Log(float.PositiveInfinity));
        Assert.Equal(float.NaN, AccurateFunctions.Log(-float.Epsilon));
        Assert.Equal(float.NaN, AccurateFunctions.Log(float.NegativeInfinity));
        Assert.Equal(float.NaN, AccurateFunctions.Log(float.NaN));
    }

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

    /// <summary>Every 4099th float of an interval, by units in the last place of the result, subnormal results included.</summary>
    private static void CheckScalar(Func<float, float> function, Func<double, double> exact, double unit, float low, float high)
    {
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 4099)
        {
            float x = BitConverter.Int32BitsToSingle((int)bits);
            if (!(x >= low && x <= high) || x == 0f)
                continue;
            double expected = exact(x);
            if (expected > float.MaxValue)
                continue;
            float found = function(x);
            Assert.True(Math.Abs(found - expected) <= unit * Unit(expected), $"f({x:R}) = {found:R}, expected {expected:R}");
        }
    }

    /// <summary>The distance between neighbouring floats around a value.</summary>
    private static double Unit(double value) => Math.ScaleB(1, Math.Max(-126, value == 0 ? -126 : Math.ILogB(value)) - 23);

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

    private static void AssertSameBits(Func<float, float> expected, Vector<float> x, Vector<float> found)
    {
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            if (BitConverter.SingleToInt32Bits(expected(x[lane])) != BitConverter.SingleToInt32Bits(found[lane]))
                Assert.Fail($"{x[lane]:R}: {found[lane]:R}, expected {expected(x[lane]):R}");
    }
}
