using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Augmentation;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>What a recipe can ask of a session beside its losses.</summary>
public sealed class ConstraintTests : IDisposable
{
    private const float Limit = 0.01f;
    private const int Latent = 5;
    private static readonly DcganSizes Sizes = new(16, 3, Features: 4, Latent);
    private readonly Device _device = Device.Cpu(threads: 1);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void A_clipped_discriminator_stays_within_its_limit_and_the_generator_moves_every_third_step_on_fresh_batches()
    {
        using GanSession session = Session(recipe => recipe with { Constrain = module => WeightClipping.Apply(module, Limit), DiscriminatorSteps = 3 });
        float[] generator = session.Generator.ParameterArena.Flat.ToArray();
        for (int step = 0; step < 7; step++)
        {
            float[] discriminator = session.Discriminator.ParameterArena.Flat.ToArray();
            Train(session);
            Assert.NotEqual(discriminator, session.Discriminator.ParameterArena.Flat.ToArray());
            Assert.All(session.Discriminator.ParameterArena.Flat.ToArray(), value => Assert.InRange(value, -Limit, Limit));
            float[] after = session.Generator.ParameterArena.Flat.ToArray();
            Assert.Equal(step % 3 == 2, !generator.SequenceEqual(after));
            generator = after;
            // A batch of latents is drawn at every step.
            Assert.Equal((ulong)((step + 1) * 4 * Latent), session.Latents.Position);
        }
    }

    [Fact]
    public void An_augmented_session_draws_from_a_position_that_its_checkpoint_holds()
    {
        using GanSession whole = Session(recipe => recipe with { Augmentation = DiffAugment.Standard(), Penalty = new R1(1f) });
        using GanSession first = Session(recipe => recipe with { Augmentation = DiffAugment.Standard(), Penalty = new R1(1f) });
        using GanSession second = Session(recipe => recipe with { Augmentation = DiffAugment.Standard(), Penalty = new R1(1f) });
        for (int step = 0; step < 4; step++)
            Train(whole);
        Train(first);
        Train(first);
        string path = Path.GetTempFileName();
        try
        {
            Checkpoint.Save(path, first, batchPosition: 0, []);
            Checkpoint.Load(path, second, []);
        }
        finally
        {
            File.Delete(path);
        }
        Train(second);
        Train(second);
        Assert.Equal(whole.Discriminator.ParameterArena.Flat.ToArray(), second.Discriminator.ParameterArena.Flat.ToArray());
        Assert.Equal(whole.Generator.ParameterArena.Flat.ToArray(), second.Generator.ParameterArena.Flat.ToArray());
    }

    private GanSession Session(Func<GanRecipe, GanRecipe> change) => new(_device, change(new GanRecipe(
        () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes, Normalization.None), module => new Adam(module, 1e-3f), new NonSaturating(), null, Latent, Seed: 2)));

    /// <summary>On a batch that is a function of the step.</summary>
    private void Train(GanSession session)
    {
        using Tensor real = new RandomSource(7, (ulong)session.Step).Normal(_device, new Shape(4, 3, 16, 16));
        session.Train(real, measure: false);
    }
}
