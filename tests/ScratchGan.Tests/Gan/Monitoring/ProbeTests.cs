using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Monitoring;

public sealed class ProbeTests : IDisposable
{
    private static readonly DcganSizes Sizes = new(16, 1, Features: 4, Latent: 5);
    private readonly Device _device = Device.Cpu(2);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Looking_changes_nothing_and_what_it_sees_is_what_the_networks_say()
    {
        using GanSession watched = Session(), unwatched = Session();
        var digits = new DigitDataset(16, seed: 1, count: 40);
        var heldOut = new DigitDataset(16, seed: 1, Split.HeldOut, count: 40);
        var samples = ProbeSamples.Of(digits, heldOut, seed: 1);
        using var probe = new Probe(_device, watched, samples, Sizes.Latent, seed: 1);
        Observation? last = null;
        for (int step = 0; step < 3; step++)
        {
            using Tensor real = Batch(digits, step);
            last = probe.Observe(watched.Train(real, measure: true));
            unwatched.Train(real, measure: false);
        }
        foreach ((Arena left, Arena right) in Arenas(watched).Zip(Arenas(unwatched)))
            Assert.Equal(left.Flat.ToArray(), right.Flat.ToArray());
        Assert.Equal(unwatched.Latents.Position, watched.Latents.Position);

        Assert.Equal(3, last!.Step);
        double length = Math.Sqrt(watched.GeneratorOptimizer.Moments[0].Flat.ToArray().Sum(value => (double)value * value));
        Assert.Equal(length, last.GeneratorGradient, 1e-4 * length);
        Assert.True(last.SlopeOnReal > 0 && last.SlopeOnFake > 0);
        using var scope = new TensorScope(_device);
        float[] scores = watched.Discriminator.Forward(Tensor.From(_device, samples.HeldOut, samples.Shape)).ToArray();
        Assert.Equal(scores.Average(), last.ScoreOnHeldOut, 1e-5);
    }

    /// <summary>Σ over pixels of the variance among the fixed grid, by the definition, over the same of real digits.</summary>
    [Fact]
    public void Variety_is_that_of_a_fixed_grid_against_real_images()
    {
        using GanSession session = Session();
        var digits = new DigitDataset(16, seed: 1, count: 80);
        var samples = ProbeSamples.Of(digits, digits, seed: 1);
        using var probe = new Probe(_device, session, samples, Sizes.Latent, seed: 7);
        using Tensor real = Batch(digits, 0);
        Observation observation = probe.Observe(session.Train(real, measure: true));
        float[] latents = new float[32 * Sizes.Latent];
        new RandomSource(7, GanStreams.MetricLatents).FillNormal(latents);
        session.Generator.Evaluate();
        using var scope = new TensorScope(_device);
        float[] grid = session.Generator.Forward(Tensor.From(_device, latents, new Shape(32, Sizes.Latent, 1, 1))).ToArray();
        double expected = Spread(grid) / Spread(samples.Training);
        Assert.InRange(expected, 1e-9, 0.5);
        Assert.Equal(expected, observation.Variety, 1e-6 * expected + 1e-9);
    }

    /// <summary>The slope of a linear discriminator D(x) = w·x + b is the length of w, whatever the images.</summary>
    [Fact]
    public void The_slope_of_a_linear_discriminator_is_the_length_of_its_weights()
    {
        using var session = new GanSession(_device, new GanRecipe(
            () => Dcgan.Generator(Sizes), () => new Sequential(new Flatten(), new Linear(256, 1)), module => new Adam(module), new NonSaturating(), null,
            Sizes.Latent, Seed: 2));
        var digits = new DigitDataset(16, seed: 1, count: 80);
        using var probe = new Probe(_device, session, ProbeSamples.Of(digits, digits, seed: 1), Sizes.Latent, seed: 7);
        using Tensor real = Batch(digits, 0);
        Observation observation = probe.Observe(session.Train(real, measure: true));
        double length = Math.Sqrt(session.Discriminator.Parameters[0].ToArray().Sum(value => (double)value * value));
        Assert.Equal(length, observation.SlopeOnReal, 1e-4 * length);
        Assert.Equal(length, observation.SlopeOnFake, 1e-4 * length);
    }

    private static double Spread(float[] images)
    {
        int count = images.Length / 256;
        double spread = 0;
        for (int pixel = 0; pixel < 256; pixel++)
        {
            double[] column = [.. Enumerable.Range(0, count).Select(image => (double)images[image * 256 + pixel])];
            spread += column.Average(value => (value - column.Average()) * (value - column.Average()));
        }
        return spread;
    }

    private GanSession Session() => new(_device, new GanRecipe(
        () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes), module => new Adam(module), new NonSaturating(), null, Sizes.Latent, Seed: 2));

    private Tensor Batch(Dataset images, int step)
    {
        float[] pixels = new float[8 * 256];
        var batches = new Batches(images, 8, seed: 3) { Position = 8 * step };
        batches.Next(pixels, new int[8]);
        return Tensor.From(_device, pixels, new Shape(8, 1, 16, 16));
    }

    private static IEnumerable<Arena> Arenas(GanSession session) =>
    [
        session.Generator.ParameterArena, session.Generator.BufferArena, session.Discriminator.ParameterArena, session.Discriminator.BufferArena,
        session.Average.ParameterArena, .. session.GeneratorOptimizer.Moments, .. session.DiscriminatorOptimizer.Moments,
    ];
}
