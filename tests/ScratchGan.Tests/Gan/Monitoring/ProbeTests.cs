using ScratchGan.Data;
using ScratchGan.Engine;
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
        var probe = new Probe(_device, watched, digits, heldOut, Sizes.Latent, seed: 1);
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
        watched.Discriminator.Evaluate();
        float[] pixels = new float[16 * 256];
        new Batches(digits, 16, seed: 1).Next(pixels, new int[16]);
        using var scope = new TensorScope(_device);
        float[] scores = watched.Discriminator.Forward(Tensor.From(_device, pixels, new Shape(16, 1, 16, 16))).ToArray();
        Assert.Equal(scores.Average(), last.ScoreOnTraining, 1e-5);
        Assert.True(last.SlopeOnReal > 0 && last.SlopeOnFake > 0);
    }

    /// <summary>Real images against real images vary as much as themselves: the spread of a batch is that of its pixels' variances.</summary>
    [Fact]
    public void The_spread_of_a_batch_is_the_sum_of_the_variances_of_its_pixels()
    {
        using GanSession session = Session();
        using Tensor real = Batch(new DigitDataset(16, seed: 1, count: 40), 0);
        float found = session.Train(real, measure: true)[AdversarialPhases.SpreadOfReal];
        float[] values = real.ToArray();
        double expected = 0;
        for (int pixel = 0; pixel < 256; pixel++)
        {
            double[] column = [.. Enumerable.Range(0, 8).Select(image => (double)values[image * 256 + pixel])];
            expected += column.Average(value => (value - column.Average()) * (value - column.Average()));
        }
        Assert.Equal(expected, found, 1e-4 * expected);
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
