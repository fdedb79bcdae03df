using ScratchGan.Data;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Conditional;

/// <summary>
/// What a training is made of, whichever the condition: a DCGAN without normalisation in its discriminator, relativistic pairing with R1 and R2 at every step
/// (Huang et al. 2024), each real image paired with a generated one of the same class.
/// What else was tried is in results/README.md.
/// </summary>
internal static class Recipe
{
    public const int Batch = 64;
    public const int Features = 32;
    public const int Latent = 64;

    /// <summary>Of both networks at the start; falls on half a cosine.</summary>
    private const double LearningRate = 2e-3;

    private const double LastLearningRate = 1e-4;

    public static GanRecipe Of(Settings settings, ImageShape images, ClassLabels labels)
    {
        var sizes = new DcganSizes(images.Width, images.Channels, Features, Latent);
        // γ = side/64: 0.5 at 32 pixels and 1 at 64, as Huang et al. 2024 (table 9) start from.
        float gamma = images.Width / 64f;
        IGanObjective objective = new RelativisticPairing();
        if (settings.Condition == Condition.Auxiliary)
            objective = new AuxiliaryClassification(objective, labels);
        return new GanRecipe(
            () => ConditionalDcgan.Generator(sizes, settings.Condition, labels),
            () => ConditionalDcgan.Discriminator(sizes, settings.Condition, labels, Normalization.None),
            module => new Adam(module, beta1: 0, beta2: 0.99), objective, new SumOfPenalties(new R1(gamma), new R2(gamma)), Latent, settings.Seed)
        {
            Schedules = new GanSchedules { LearningRate = new CosineBurnIn(LearningRate, LastLearningRate, settings.Steps).At },
        };
    }
}
