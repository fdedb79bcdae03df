using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>Learning rate, penalty weight, β₂ and half-life that move on a cosine in a session, all four at once.</summary>
[Collection(GpuTests.Name)]
public sealed class GanSchedulesTests(GpuUnderTest gpu) : IDisposable
{
    private const int Batch = 3;
    private const int BurnIn = 13;
    private const int Steps = 16;
    private static readonly DcganSizes Sizes = new(16, 1, Features: 2, Latent: 5);
    private static readonly GanSchedules Moving = new()
    {
        LearningRate = new CosineBurnIn(2e-3, 5e-4, BurnIn).At,
        PenaltyWeight = new CosineBurnIn(1, 0.1, BurnIn).At,
        Beta2 = new CosineBurnIn(0.9, 0.99, BurnIn).At,
        AverageHalfLife = new CosineBurnIn(0, 7, BurnIn).At,
    };

    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _device.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_training_that_goes_on_in_the_middle_of_the_burn_in_ends_with_the_same_bytes(int discriminatorSteps)
    {
        byte[] whole = Trained(_device, Moving, discriminatorSteps, stopAt: []);
        Assert.Equal(whole, Trained(_device, Moving, discriminatorSteps, stopAt: [1, 6, 12]));
        Assert.Equal(whole, Trained(_device, Moving, discriminatorSteps, stopAt: [BurnIn, 14]));
    }

    [Fact]
    public void Each_schedule_changes_the_training()
    {
        byte[] moving = Trained(_device, Moving, discriminatorSteps: 1, stopAt: []);
        GanSchedules[] without =
        [
            Moving with { LearningRate = _ => 2e-3 }, Moving with { PenaltyWeight = _ => 1 }, Moving with { Beta2 = _ => 0.9 },
            Moving with { AverageHalfLife = _ => 1 },
        ];
        Assert.All(without, schedules => Assert.NotEqual(moving, Trained(_device, schedules, discriminatorSteps: 1, stopAt: [])));
    }

    /// <summary>A tensor's constant and a number that is fed are the same arithmetic.</summary>
    [Fact]
    public void Schedules_that_stand_still_are_the_training_without_schedules()
    {
        GanRecipe plain = Recipe(new GanSchedules()) with { Penalty = new SumOfPenalties(new R1(0.5f), new R2(0.5f)) };
        byte[] expected = Trained(_device, plain, stopAt: []);
        GanRecipe still = Recipe(new GanSchedules { LearningRate = _ => 1e-3f, PenaltyWeight = _ => 0.5 });
        Assert.Equal(expected, Trained(_device, still, stopAt: []));
    }

    /// <summary>
    /// Two turns of the discriminator are two recordings, of the odd steps and of the even ones, and both are replayed while the numbers move. A device that looks
    /// for numbers that are not finite is never recorded.
    /// </summary>
    [Fact]
    public void Recorded_steps_see_the_numbers_move_as_traced_ones_do()
    {
        byte[] recorded = Trained(gpu.Device, Moving, discriminatorSteps: 2, stopAt: []);
        gpu.Device.CheckFinite = true;
        try
        {
            Assert.Equal(Trained(gpu.Device, Moving, discriminatorSteps: 2, stopAt: []), recorded);
        }
        finally
        {
            gpu.Device.CheckFinite = false;
        }
    }

    /// <summary>
    /// With n turns of the discriminator the generator moves after n − 1, 2n − 1, … steps of the training (<see cref="Phase.Interval"/>), and its β₂ is the one
    /// of then. A step asks twice: for β₂, and for the product so far.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Both_networks_follow_the_steps_of_the_training(int discriminatorSteps)
    {
        List<long> asked = [];
        double Beta2(long step)
        {
            asked.Add(step);
            return 0.9;
        }

        Trained(_device, new GanSchedules { Beta2 = Beta2 }, discriminatorSteps, stopAt: []);
        for (int step = 0; step < Steps; step++)
            Assert.Equal((step + 1) % discriminatorSteps == 0 ? 4 : 2, asked.Count(found => found == step));
    }

    [Fact]
    public void A_schedule_without_anything_to_move_is_an_error()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new GanSession(_device, Recipe(Moving) with { Optimizer = module => new RmsProp(module, 1e-3f) }));
        Assert.Contains("needs Adam, found RmsProp", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new GanSession(_device, Recipe(Moving) with { Penalty = null }));
        Assert.Contains("needs a penalty", error.Message, StringComparison.Ordinal);
    }

    private static GanRecipe Recipe(GanSchedules schedules) => new(
        () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes, Normalization.Layer), module => new Adam(module, 1e-3f, beta1: 0),
        new RelativisticPairing(), new SumOfPenalties(new R1(1f), new R2(1f)), Sizes.Latent, Seed: 3)
    {
        Schedules = schedules,
    };

    private byte[] Trained(Device device, GanSchedules schedules, int discriminatorSteps, int[] stopAt) =>
        Trained(device, Recipe(schedules) with { DiscriminatorSteps = discriminatorSteps }, stopAt);

    /// <summary>The last checkpoint; at each stop the session is thrown away, and another one goes on from its checkpoint.</summary>
    private byte[] Trained(Device device, GanRecipe recipe, int[] stopAt)
    {
        var session = new GanSession(device, recipe);
        while (session.Step < Steps)
        {
            using (Tensor real = new RandomSource(2, (ulong)session.Step).Uniform(device, new Shape(Batch, 1, 16, 16)))
                session.Train(real, measure: false);
            if (!stopAt.Contains((int)session.Step))
                continue;
            Checkpoint.Save(_file, session, batchPosition: 0, []);
            session.Dispose();
            session = new GanSession(device, recipe);
            Checkpoint.Load(_file, session, []);
        }
        Checkpoint.Save(_file, session, batchPosition: 0, []);
        session.Dispose();
        return File.ReadAllBytes(_file);
    }
}
