using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class BatchNorm2dTests(GpuUnderTest gpu)
{
    private const float Epsilon = 1e-3f;
    private const float Momentum = 0.1f;

    /// <summary>
    /// N, C, S: planes shorter than a group of threads, one pixel (BatchNorm1d), one value; channels of several segments, with and without ends of planes in them.
    /// </summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 5, 3, 7 }, { 37, 5, 1 }, { 1, 4, 1 }, { 6, 2, 515 }, { 9, 2, 1151 }, { 3, 1, 9001 }, { 1, 3, 8193 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_and_backward_agree_with_double_precision(int n, int c, int s) =>
        Check(gpu.Context, new NormGeometry(n, c, s), new LeakyRelu(0.2f), z => z > 0 ? z : 0.2f * z, z => z > 0 ? 1 : 0.2f, mean: 0.5f);

    [Fact]
    public void Forward_and_backward_agree_with_double_precision_under_tanh() =>
        Check(gpu.Context, new NormGeometry(7, 3, 1201), default(Tanh), Math.Tanh, z => 1 - Math.Tanh(z) * Math.Tanh(z), mean: 0.3f);

    /// <summary>Sums of squares that were not centred would lose 10⁶ of float's 1.7·10⁷; and the means of the segments differ only in their last bits.</summary>
    [Fact]
    public void A_mean_a_thousand_deviations_from_zero_costs_only_the_rounding_of_the_mean() =>
        Check(gpu.Context, new NormGeometry(9, 2, 1151), new LeakyRelu(0.2f), z => z > 0 ? z : 0.2f * z, z => z > 0 ? 1 : 0.2f, mean: 577f);

    [Fact]
    public void The_simulator_agrees_with_double_precision()
    {
        using GpuContext context = GpuDevices.Open(GpuKind.Simulator);
        Check(context, new NormGeometry(3, 2, 403), default(Identity), z => z, _ => 1, mean: -0.8f);
    }

    /// <summary>One segment holds all of the variance.</summary>
    [Fact]
    public void An_outlier_at_the_front_does_not_spoil_the_variance()
    {
        var geometry = new NormGeometry(17, 1, 1024);
        float[] x = Numbers.Random(geometry.Count, seed: 1);
        x[0] = 100_000f;
        (double[] mean, double[] variance) = BatchNorm2dReference.Statistics(geometry, Doubles(x));
        using var device = new DeviceArrays(gpu.Context);
        (_, float[] foundMean, float[] foundVariance) = Forward(device, geometry, new LeakyRelu(0.2f), x, [1f], [0f]);
        Assert.Equal(mean[0], foundMean[0], 1e-6 * mean[0]);
        Assert.Equal(variance[0], foundVariance[0], 1e-6 * variance[0]);
    }

    [Fact]
    public void A_channel_of_one_number_has_that_mean_and_no_variance()
    {
        using var device = new DeviceArrays(gpu.Context);
        float[] x = [.. Enumerable.Repeat(0.3f, 6180)];
        (_, float[] mean, float[] variance) = Forward(device, new NormGeometry(6, 2, 515), new LeakyRelu(0.2f), x, [1f, 1f], [0f, 0f]);
        Assert.All(mean, value => Assert.Equal(0.3f, value));
        Assert.All(variance, value => Assert.InRange(value, 0f, 1e-14f));
    }

    /// <summary>The same sums in the same order, whichever group is done first.</summary>
    [Fact]
    public void Two_runs_give_the_same_bits()
    {
        var geometry = new NormGeometry(9, 2, 1151);
        float[] x = Numbers.Random(2 * geometry.Count, seed: 1);
        using var device = new DeviceArrays(gpu.Context);
        Assert.Equal(Run(), Run());

        float[] Run()
        {
            (float[] y, float[] mean, float[] variance) = Forward(device, geometry, new LeakyRelu(0.2f), x, [1f, 2f], [3f, 4f]);
            (float[] dx, float[] dgamma, float[] dbeta) = Backward(device, geometry, new LeakyRelu(0.2f), x, [1f, 2f], [3f, 4f], mean, variance, y);
            return [.. y, .. mean, .. variance, .. dx, .. dgamma, .. dbeta];
        }
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(9, 1151)]
    [InlineData(1, 1)]
    public void Running_statistics_move_towards_the_mean_and_the_unbiased_variance(int n, int s)
    {
        var geometry = new NormGeometry(n, 2, s);
        float[] x = Numbers.Random(2 * geometry.Count, seed: 1);
        using var device = new DeviceArrays(gpu.Context);
        ArrayView<float> runningMean = device.Upload(0.25f, -3f);
        ArrayView<float> runningVariance = device.Upload(1f, 0.5f);
        (_, float[] mean, float[] variance) = Forward(
            device, geometry, new LeakyRelu(0.2f), x, [1f, 1f], [0f, 0f], new RunningViews(runningMean, runningVariance, Momentum));
        float unbiased = n * s > 1 ? n * s / (n * s - 1f) : 1f;
        float[] movedMean = device.Download(runningMean);
        float[] movedVariance = device.Download(runningVariance);
        for (int c = 0; c < 2; c++)
        {
            float oldMean = c == 0 ? 0.25f : -3f;
            float oldVariance = c == 0 ? 1f : 0.5f;
            Assert.Equal(oldMean + Momentum * (mean[c] - oldMean), movedMean[c], 5e-7);
            Assert.Equal(oldVariance + Momentum * (variance[c] * unbiased - oldVariance), movedVariance[c], 2e-7);
        }
    }

    /// <summary>The tolerances are the CPU's: Cpu.BatchNorm2dTests has their derivation. Points near the kink of LeakyReLU are left out.</summary>
    private static void Check<TActivation>(
        GpuContext context, NormGeometry g, TActivation activation, Func<double, double> act, Func<double, double> slope, float mean)
        where TActivation : struct, IDifferentiableOperator
    {
        using var device = new DeviceArrays(context);
        float[] x = [.. Numbers.Random(g.Count * g.C, seed: 1).Select(value => value + mean)];
        float[] u = Numbers.Random(x.Length, seed: 2);
        float[] gamma = [.. Numbers.Random(g.C, seed: 3).Select(value => 1.2f + 0.3f * value)];
        float[] beta = Numbers.Random(g.C, seed: 4);
        (double[] mu, double[] variance) = BatchNorm2dReference.Statistics(g, Doubles(x));
        double[] z = BatchNorm2dReference.Forward(g, Doubles(x), Doubles(gamma), Doubles(beta), Epsilon, v => v);
        double error = 4e-6 + 4 * Math.Abs(mean) / 0.5 / (1 << 24);
        for (int i = 0; i < z.Length; i++)
            if (Math.Abs(z[i]) < 2 * error)
                u[i] = 0f;

        (float[] y, float[] foundMean, float[] foundVariance) = Forward(device, g, activation, x, gamma, beta);
        for (int i = 0; i < z.Length; i++)
            Assert.Equal(act(z[i]), y[i], error);
        for (int c = 0; c < g.C; c++)
        {
            Assert.Equal(mu[c], foundMean[c], 1.2e-7 * Math.Max(1, Math.Abs(mu[c])));
            Assert.Equal(variance[c], foundVariance[c], 1e-6 * variance[c]);
        }

        (double[] dx, double[] dgamma, double[] dbeta) = BatchNorm2dReference.Backward(g, Doubles(x), Doubles(gamma), z, Doubles(u), Epsilon, slope);
        (float[] foundX, float[] foundGamma, float[] foundBeta) = Backward(device, g, activation, x, gamma, beta, foundMean, foundVariance, u);
        double sumError = error * Math.Sqrt(g.Count) * 2;
        for (int c = 0; c < g.C; c++)
        {
            Assert.Equal(dgamma[c], foundGamma[c], sumError + 1e-6 * Math.Abs(dgamma[c]));
            Assert.Equal(dbeta[c], foundBeta[c], sumError + 1e-6 * Math.Abs(dbeta[c]));
        }
        for (int i = 0; i < dx.Length; i++)
            Assert.Equal(dx[i], foundX[i], 4 * error / Math.Sqrt(variance.Min() + Epsilon));
    }

    private static (float[] Y, float[] Mean, float[] Variance) Forward<TActivation>(
        DeviceArrays device, NormGeometry g, TActivation activation, float[] x, float[] gamma, float[] beta, RunningViews running = default)
        where TActivation : struct, IDifferentiableOperator
    {
        ArrayView<float> y = device.Room(x.Length);
        ArrayView<float> mean = device.Room(g.C);
        ArrayView<float> variance = device.Room(g.C);
        BatchNorm2d.Forward(
            device.Context, g, activation, Epsilon, device.Upload(x), device.Upload(gamma), device.Upload(beta), y, mean, variance, running);
        return (device.Download(y), device.Download(mean), device.Download(variance));
    }

    private static (float[] Dx, float[] Dgamma, float[] Dbeta) Backward<TActivation>(
        DeviceArrays device, NormGeometry g, TActivation activation, float[] x, float[] gamma, float[] beta, float[] mean, float[] variance, float[] u)
        where TActivation : struct, IDifferentiableOperator
    {
        ArrayView<float> dx = device.Room(x.Length);
        ArrayView<float> dgamma = device.Room(g.C);
        ArrayView<float> dbeta = device.Room(g.C);
        BatchNorm2d.Backward(
            device.Context, g, activation, Epsilon, device.Upload(x), device.Upload(gamma), device.Upload(beta), device.Upload(mean), device.Upload(variance),
            device.Upload(u), dx, dgamma, dbeta);
        return (device.Download(dx), device.Download(dgamma), device.Download(dbeta));
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];
}
