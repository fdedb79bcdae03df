using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Penalties;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Gan.Penalties;

/// <summary>Penalties of a convolutional discriminator with layer normalisation against nested central differences of <see cref="SmallCritic"/>.</summary>
public sealed class NestedDifferencesTests : IDisposable
{
    private const int Batch = 3;
    private const double InnerStep = 1e-5;
    private const double OuterStep = 1e-4;
    private static readonly Shape Images = new(Batch, SmallCritic.Channels, SmallCritic.Height, SmallCritic.Width);
    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly Module _critic;
    private readonly Tensor _real;
    private readonly Tensor _fake;

    public NestedDifferencesTests()
    {
        var settings = new ConvolutionSettings(
            SmallCritic.Channels, SmallCritic.Filters, SmallCritic.KernelHeight, SmallCritic.KernelWidth, SmallCritic.Stride, SmallCritic.Padding);
        _critic = new Sequential(
            new ScratchGan.Engine.Layers.Conv2d(settings), new LayerNorm(SmallCritic.Filters), new ActivationLayer<LeakyRelu>(Activations.LeakyRelu(0.2f)), new Flatten(),
            new Linear(SmallCritic.Hidden, 1));
        _critic.Initialize(_device, new RandomSource(seed: 4, stream: 1));
        var random = new RandomSource(seed: 4, stream: 2);
        // Initial biases of 0 and scales of 1 would hide mistakes.
        foreach (Tensor parameter in _critic.Parameters)
            parameter.Write([.. parameter.ToArray().Zip(random.Normal(_device, parameter.Shape).ToArray(), (value, noise) => value + 0.3f * noise)]);
        _real = random.Normal(_device, Images);
        _fake = random.Normal(_device, Images);
    }

    public void Dispose() => _device.Dispose();

    [Fact]
    public void R1() => AssertPenalty(new R1(3f), Rows(_real), squaredNorm => 1.5 * squaredNorm);

    [Fact]
    public void R2() => AssertPenalty(new R2(3f), Rows(_fake), squaredNorm => 1.5 * squaredNorm);

    [Fact]
    public void WganGp()
    {
        float[] t = Draws().Uniform(_device, new Shape(Batch)).ToArray();
        double[][] between = [.. Rows(_real).Select((real, n) => real.Zip(Rows(_fake)[n], (a, b) => t[n] * a + (1 - t[n]) * b).ToArray())];
        AssertPenalty(new WganGp(10f), between, squaredNorm => 10 * (Math.Sqrt(squaredNorm) - 1) * (Math.Sqrt(squaredNorm) - 1));
    }

    private void AssertPenalty(IGradientPenalty penalty, double[][] points, Func<double, double> ofSquaredNorm)
    {
        Tensor found = penalty.Of(_critic, new Judged(_real, _critic.Forward(_real)), new Judged(_fake, _critic.Forward(_fake)), Draws());
        double value = found.Item();
        double[] gradient = [.. Gradients.Of(found, _critic.Parameters).SelectMany(part => part.ToArray()).Select(number => (double)number)];
        double[] parameters = [.. _critic.Parameters.SelectMany(part => part.ToArray()).Select(number => (double)number)];
        // No step may cross a kink: a parameter moves by 1e-4 and is multiplied by at most 4 on its way.
        Assert.All(points, x => Assert.True(SmallCritic.Forward(parameters, x).DistanceFromKink > 2e-3, "choose another seed: a point is too near a kink"));

        // Float32: a chain of some 10 operations, 1e-5 of the value.
        Assert.Equal(Penalty(parameters), value, 1e-5 * Math.Abs(value));
        double[] expected = [.. parameters.Select((_, k) => (Penalty(Moved(k, OuterStep)) - Penalty(Moved(k, -OuterStep))) / (2 * OuterStep))];
        // Differences: the inner ones are wrong by 1e-10 (h² and rounding), the outer ones by that over 1e-4, and by 1e-8 times a third derivative of up
        // to 1e3: some 1e-5. Float32 adds 1e-5 of the largest entry.
        double size = expected.Max(Math.Abs);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], gradient[k], 1e-4 * size);

        double Penalty(double[] at) => points.Average(x => ofSquaredNorm(SquaredNorm(at, x)));

        double[] Moved(int k, double step)
        {
            double[] moved = [.. parameters];
            moved[k] += step;
            return moved;
        }
    }

    private static double SquaredNorm(double[] parameters, double[] x)
    {
        double sum = 0;
        for (int k = 0; k < x.Length; k++)
        {
            double kept = x[k];
            x[k] = kept + InnerStep;
            double above = SmallCritic.Forward(parameters, x).Logit;
            x[k] = kept - InnerStep;
            double below = SmallCritic.Forward(parameters, x).Logit;
            x[k] = kept;
            sum += Math.Pow((above - below) / (2 * InnerStep), 2);
        }
        return sum;
    }

    private static RandomSource Draws() => new(seed: 4, stream: 3);

    private static double[][] Rows(Tensor images) => [.. images.ToArray().Select(value => (double)value).Chunk(Images.Count / Batch)];
}
