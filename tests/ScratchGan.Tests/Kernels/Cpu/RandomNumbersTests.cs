using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Random;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class RandomNumbersTests
{
    private const ulong Seed = 42;
    private const ulong Stream = 6;

    private delegate void Draw(CpuContext context, ulong seed, ulong stream, ulong position, float* y, int count);

    [Fact]
    public void Uniforms_are_those_of_a_sequence()
    {
        var sequence = new PhiloxSequence(Seed, Stream, position: 5);
        ThreadedRuns.AssertSameBits([.. Enumerable.Range(0, 20_001).Select(_ => sequence.NextUniform())], Drawn(RandomNumbers.Uniform, 5, 20_001));
    }

    [Fact]
    public void Normals_are_those_of_a_sequence()
    {
        var sequence = new PhiloxSequence(Seed, Stream, position: 6);
        ThreadedRuns.AssertSameBits([.. Enumerable.Range(0, 20_001).Select(_ => sequence.NextNormal())], Drawn(RandomNumbers.Normal, 6, 20_001));
    }

    /// <summary>Beyond 2³², too, where the block number fills its second word.</summary>
    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData((1UL << 34) - 7)]
    public void Drawing_ten_and_then_six_is_drawing_sixteen(ulong position)
    {
        foreach (Draw draw in new Draw[] { RandomNumbers.Uniform, RandomNumbers.Normal })
        {
            float[] sixteen = Drawn(draw, position, 16);
            ThreadedRuns.AssertSameBits(sixteen, [.. Drawn(draw, position, 10), .. Drawn(draw, position + 10, 6)]);
            Assert.Equal(16, sixteen.Distinct().Count());
        }
    }

    /// <summary>Mean ½ with deviation 1/√(12n), variance 1/12 with deviation √(1/180n): bounds of five deviations.</summary>
    [Fact]
    public void Uniforms_have_the_moments_of_the_uniform_distribution()
    {
        float[] values = Drawn(RandomNumbers.Uniform, 0, 200_000);
        Assert.All(values, value => Assert.InRange(value, 0f, 0.99999994f));
        double mean = values.Average(value => (double)value);
        Assert.Equal(0.5, mean, 5 / Math.Sqrt(12 * 200_000));
        Assert.Equal(1.0 / 12, values.Average(value => (value - mean) * (value - mean)), 5 / Math.Sqrt(180 * 200_000));
    }

    /// <summary>The k-th moment's deviation is √((E x²ᵏ − (E xᵏ)²)/n), with E x² = 1, E x⁴ = 3, E x⁶ = 15, E x⁸ = 105: bounds of five deviations.</summary>
    [Fact]
    public void Normals_have_the_moments_of_the_normal_distribution()
    {
        float[] values = Drawn(RandomNumbers.Normal, 0, 200_000);
        double unit = 5 / Math.Sqrt(200_000);
        Assert.Equal(0, values.Average(value => (double)value), unit);
        Assert.Equal(1, values.Average(value => Math.Pow(value, 2)), unit * Math.Sqrt(2));
        Assert.Equal(0, values.Average(value => Math.Pow(value, 3)), unit * Math.Sqrt(15));
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), unit * Math.Sqrt(96));

        // The two of a pair, and neighbours of two pairs, are independent: a product of two has mean 0 and deviation 1.
        Assert.Equal(0, values.Zip(values.Skip(1), (x, y) => (double)x * y).Average(), unit);
    }

    private static float[] Drawn(Draw draw, ulong position, int count) => ThreadedRuns.SameBits(context =>
    {
        using var y = new FloatBuffer(count);
        draw(context, Seed, Stream, position, y.Pointer, count);
        return y.ToArray();
    });
}
