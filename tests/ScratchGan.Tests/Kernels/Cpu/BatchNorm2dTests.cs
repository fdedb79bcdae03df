using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class BatchNorm2dTests
{
    private const float Epsilon = 1e-3f;

    /// <summary>
    /// N, C, S: planes shorter than a vector, not a multiple of one, longer than a piece; one pixel (BatchNorm1d); several tiles of images and of channels,
    /// the last ones smaller.
    /// </summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 5, 3, 7 }, { 6, 2, 35 }, { 37, 5, 1 }, { 3, 4, 16 }, { 2, 3, 2053 }, { 9, 1, 24 }, { 7, 20, 300 }, { 1030, 3, 1 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_and_backward_agree_with_double_precision_under_LeakyRelu(int n, int c, int s) =>
        Check(new NormGeometry(n, c, s), new LeakyRelu(0.2f), z => z > 0 ? z : 0.2f * z, z => z > 0 ? 1 : 0.2f, mean: 0.5f);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_and_backward_agree_with_double_precision_without_activation(int n, int c, int s) =>
        Check(new NormGeometry(n, c, s), default(Identity), z => z, _ => 1, mean: -0.8f);

    [Fact]
    public void Forward_and_backward_agree_with_double_precision_under_tanh() =>
        Check(new NormGeometry(6, 3, 35), default(Tanh), Math.Tanh, z => 1 - Math.Tanh(z) * Math.Tanh(z), mean: 0.3f);

    /// <summary>Sums of squares that were not shifted would lose 10⁶ of float's 1.7·10⁷.</summary>
    [Fact]
    public void A_mean_a_thousand_deviations_from_zero_costs_only_the_rounding_of_the_mean() =>
        Check(new NormGeometry(8, 3, 129), new LeakyRelu(0.2f), z => z > 0 ? z : 0.2f * z, z => z > 0 ? 1 : 0.2f, mean: 577f);

    /// <summary>The shift is a mean of many numbers, so a first number far from all others does not spoil the variance.</summary>
    [Fact]
    public void An_outlier_at_the_front_does_not_spoil_the_variance()
    {
        var geometry = new NormGeometry(16, 1, 1024);
        using FloatBuffer x = FloatBuffer.Random(geometry.Count, seed: 1);
        x.Span[0] = 100_000f;
        using FloatBuffer one = FloatBuffer.From([1f]);
        using FloatBuffer zero = FloatBuffer.From([0f]);
        (double[] mean, double[] variance) = BatchNorm2dReference.Statistics(geometry, Doubles(x));
        float[] found = ThreadedRuns.SameBits(context => Forward(context, geometry, default(Identity), x, one, zero));
        Assert.Equal(mean[0], found[^2], 1e-6 * mean[0]);
        Assert.Equal(variance[0], found[^1], 1e-5 * variance[0]);
    }

    /// <summary>
    /// The formulas of the backward pass against L = Σ u·y, differentiated by central differences of the double forward: h = 1e-4 leaves h²·L‴ ≈ 1e-7.
    /// Every x, γ and β of a small batch is moved.
    /// </summary>
    [Fact]
    public void Backward_is_the_derivative_of_forward()
    {
        const double Step = 1e-4;
        var geometry = new NormGeometry(3, 2, 5);
        using FloatBuffer x = FloatBuffer.Random(30, seed: 1);
        using FloatBuffer gamma = FloatBuffer.From([1.3f, -0.7f]);
        using FloatBuffer beta = FloatBuffer.From([0.2f, -0.1f]);
        using FloatBuffer u = FloatBuffer.Random(30, seed: 2);
        (float[] dx, float[] dgamma, float[] dbeta) = Backward(geometry, default(Tanh), x, gamma, beta, u);

        double[] values = [.. x.ToArray().Select(value => (double)value), 1.3f, -0.7f, 0.2f, -0.1f];
        float[] found = [.. dx, .. dgamma, .. dbeta];
        for (int i = 0; i < values.Length; i++)
        {
            double kept = values[i];
            values[i] = kept + Step;
            double above = Loss(values);
            values[i] = kept - Step;
            double below = Loss(values);
            values[i] = kept;
            Assert.Equal((above - below) / (2 * Step), found[i], 5e-6);
        }

        double Loss(double[] v)
        {
            double[] y = BatchNorm2dReference.Forward(geometry, v[..30], v[30..32], v[32..34], Epsilon, Math.Tanh);
            return Enumerable.Range(0, 30).Sum(i => u.Span[i] * y[i]);
        }
    }

    /// <summary>
    /// y: x̂ is off by a few roundings of itself and, mean and deviation rounded to float, by |μ|/σ·2⁻²⁴. Gradients: √M roundings of terms of size 1 in the sums,
    /// the same error of x̂ in each term. The kink of LeakyReLU is kept away from by nudging points whose pre-activation is small.
    /// </summary>
    private static void Check<TActivation>(NormGeometry g, TActivation activation, Func<double, double> act, Func<double, double> slope, float mean)
        where TActivation : struct, IDifferentiableOperator
    {
        using FloatBuffer x = FloatBuffer.Random((long)g.Count * g.C, seed: 1);
        foreach (ref float value in x.Span)
            value += mean;
        using FloatBuffer u = FloatBuffer.Random(x.Length, seed: 2);
        using FloatBuffer gamma = FloatBuffer.Random(g.C, seed: 3);
        using FloatBuffer beta = FloatBuffer.Random(g.C, seed: 4);
        for (int c = 0; c < g.C; c++)
            gamma.Span[c] = 1.2f + 0.3f * gamma.Span[c];
        double[] doubles = Doubles(x);
        (double[] mu, double[] variance) = BatchNorm2dReference.Statistics(g, doubles);
        double[] z = BatchNorm2dReference.Forward(g, doubles, Doubles(gamma), Doubles(beta), Epsilon, v => v);
        double error = 4e-6 + 4 * Math.Abs(mean) / 0.5 / (1 << 24);
        for (int i = 0; i < z.Length; i++)
            if (Math.Abs(z[i]) < 2 * error)
                u.Span[i] = 0f;

        float[] found = ThreadedRuns.SameBits(context => Forward(context, g, activation, x, gamma, beta));
        for (int i = 0; i < z.Length; i++)
            Assert.Equal(act(z[i]), found[i], error);
        for (int c = 0; c < g.C; c++)
        {
            Assert.Equal(mu[c], found[z.Length + c], 1.2e-7 * Math.Max(1, Math.Abs(mu[c])));
            Assert.Equal(variance[c], found[z.Length + g.C + c], 1e-6 * variance[c]);
        }

        (double[] dx, double[] dgamma, double[] dbeta) = BatchNorm2dReference.Backward(g, doubles, Doubles(gamma), z, Doubles(u), Epsilon, slope);
        (float[] foundX, float[] foundGamma, float[] foundBeta) = Backward(g, activation, x, gamma, beta, u);
        double sumError = error * Math.Sqrt(g.Count) * 2;
        for (int c = 0; c < g.C; c++)
        {
            Assert.Equal(dgamma[c], foundGamma[c], sumError + 1e-6 * Math.Abs(dgamma[c]));
            Assert.Equal(dbeta[c], foundBeta[c], sumError + 1e-6 * Math.Abs(dbeta[c]));
        }
        for (int i = 0; i < dx.Length; i++)
            Assert.Equal(dx[i], foundX[i], 4 * error / Math.Sqrt(variance.Min()));
        CheckScalar(g, activation, x, gamma, beta, u, found, [.. foundX, .. foundGamma, .. foundBeta], 4 * error / Math.Sqrt(variance.Min()) + 2 * sumError);
    }

    private static void CheckScalar<TActivation>(
        NormGeometry g, TActivation activation, FloatBuffer x, FloatBuffer gamma, FloatBuffer beta, FloatBuffer u, float[] forward, float[] backward, double error)
        where TActivation : struct, IDifferentiableOperator
    {
        using var y = new FloatBuffer(x.Length);
        using var mean = new FloatBuffer(g.C);
        using var variance = new FloatBuffer(g.C);
        using var dgamma = new FloatBuffer(g.C);
        using var dbeta = new FloatBuffer(g.C);
        Scalar.BatchNorm2d.Forward(g, activation, Epsilon, x.Pointer, gamma.Pointer, beta.Pointer, y.Pointer, mean.Pointer, variance.Pointer);
        float[] found = [.. y.ToArray(), .. mean.ToArray(), .. variance.ToArray()];
        Assert.All(found.Zip(forward), pair => Assert.Equal(pair.Second, pair.First, error + 1.2e-7 * Math.Abs(pair.Second)));
        Scalar.BatchNorm2d.Backward(
            g, activation, Epsilon, x.Pointer, gamma.Pointer, beta.Pointer, mean.Pointer, variance.Pointer, u.Pointer, y.Pointer, dgamma.Pointer, dbeta.Pointer);
        found = [.. y.ToArray(), .. dgamma.ToArray(), .. dbeta.ToArray()];
        Assert.All(found.Zip(backward), pair => Assert.Equal(pair.Second, pair.First, error + 1e-6 * Math.Abs(pair.Second)));
    }

    /// <summary>y, then mean, then variance.</summary>
    private static float[] Forward<TActivation>(CpuContext context, NormGeometry g, TActivation activation, FloatBuffer x, FloatBuffer gamma, FloatBuffer beta)
        where TActivation : struct, IDifferentiableOperator
    {
        using var y = new FloatBuffer(x.Length);
        using var mean = new FloatBuffer(g.C);
        using var variance = new FloatBuffer(g.C);
        BatchNorm2d.Forward(
            context, g, activation, Epsilon, x.Pointer, gamma.Pointer, beta.Pointer, y.Pointer, mean.Pointer, variance.Pointer, null, null, 0f);
        return [.. y.ToArray(), .. mean.ToArray(), .. variance.ToArray()];
    }

    private static (float[] Dx, float[] Dgamma, float[] Dbeta) Backward<TActivation>(
        NormGeometry g, TActivation activation, FloatBuffer x, FloatBuffer gamma, FloatBuffer beta, FloatBuffer u)
        where TActivation : struct, IDifferentiableOperator
    {
        float[] all = ThreadedRuns.SameBits(context =>
        {
            float[] forward = Forward(context, g, activation, x, gamma, beta);
            using FloatBuffer mean = FloatBuffer.From(forward.AsSpan(x.Length, g.C));
            using FloatBuffer variance = FloatBuffer.From(forward.AsSpan(x.Length + g.C));
            using var dx = new FloatBuffer(x.Length);
            using var dgamma = new FloatBuffer(g.C);
            using var dbeta = new FloatBuffer(g.C);
            BatchNorm2d.Backward(
                context, g, activation, Epsilon, x.Pointer, gamma.Pointer, beta.Pointer, mean.Pointer, variance.Pointer, u.Pointer,
                dx.Pointer, dgamma.Pointer, dbeta.Pointer);
            return [.. dx.ToArray(), .. dgamma.ToArray(), .. dbeta.ToArray()];
        });
        return (all[..x.Length], all[x.Length..(x.Length + g.C)], all[(x.Length + g.C)..]);
    }

    private static double[] Doubles(FloatBuffer buffer) => [.. buffer.ToArray().Select(value => (double)value)];
}
