using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;
using Networks = ScratchGan.Gan.Models.R3Gan;

namespace ScratchGan.Examples.R3Gan;

/// <summary>
/// R3GAN's recipe (Huang et al. 2024, appendix D) at a small size: Adam with β₁ = 0, one step of each network in turn, R1 and R2 at every step, and a burn-in in
/// which four numbers move on half a cosine: the learning rate falls, γ falls to a tenth, β₂ rises from 0.9 to 0.99, the half-life of the average rises from 0.
/// </summary>
/// <param name="Generator">makes one, z [N, latent, 1, 1] → images</param>
/// <param name="Discriminator">makes one, images → logits; without normalisation</param>
/// <param name="Latent">length of z</param>
/// <param name="Batch">images a step</param>
/// <param name="BurnIn">its length in steps</param>
/// <param name="LearningRate">of both networks at the start</param>
/// <param name="LastLearningRate">and after the burn-in</param>
/// <param name="Gamma">weight of the penalty at the start</param>
/// <param name="LastGamma">and after the burn-in</param>
/// <param name="HalfLife">of the average after the burn-in, in images</param>
internal sealed record Recipe(
    Func<Module> Generator, Func<Module> Discriminator, int Latent, int Batch, long BurnIn, double LearningRate, double LastLearningRate,
    double Gamma, double LastGamma, double HalfLife)
{
    /// <summary>Steps of a training on images.</summary>
    public const long UsualSteps = 2_000;

    /// <summary>Of its short form.</summary>
    public const long QuickSteps = 60;

    private const double Beta2 = 0.9;
    private const double LastBeta2 = 0.99;

    /// <summary>Pixels a side that there are widths for.</summary>
    public static IReadOnlyList<int> ImageSizes { get; } = [16, 32, 64];

    /// <summary>Steps from one look at the images to the next, and from one checkpoint to the next.</summary>
    public long LookEvery => BurnIn / 2;

    /// <summary>The networks' sizes as a checkpoint has them, for others to draw with it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Description { get; private init; } = [];

    /// <summary>What of the recipe determines the result, as it stands in a checkpoint.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Determining =>
        [.. Description, KeyValuePair.Create("batch", $"{Batch}"), KeyValuePair.Create("burnIn", $"{BurnIn}")];

    /// <summary>
    /// For images: 32 channels up to 8 pixels, 16 at 16, 8 above; γ grows with the side, as in the paper: 1 at 32 pixels (stacked MNIST), 2 at 64 (faces).
    /// </summary>
    /// <param name="quick">a burn-in that fits the short form</param>
    public static Recipe ForImages(int side, int channels, bool quick)
    {
        int[] widths = [32, 32, 16, 8, 8];
        double gamma = side / 32.0;
        var sizes = new R3GanSizes(channels, widths[..(int.Log2(side / R3GanSizes.Smallest) + 1)], Latent: 64, Blocks: 1, GroupSize: 8);
        return new Recipe(
            () => Networks.Generator(sizes), () => Networks.Discriminator(sizes), sizes.Latent, Batch: 32, quick ? QuickSteps : UsualSteps / 5,
            LearningRate: 2e-3, LastLearningRate: 1e-3, gamma, gamma / 10, HalfLife: 3_000)
        {
            Description = R3GanDescription.Of(sizes),
        };
    }

    /// <param name="penalty">with weight 1: γ is the schedule's</param>
    public GanRecipe Gan(IGanObjective objective, IGradientPenalty penalty, ulong seed) => new(
        Generator, Discriminator, module => new Adam(module, beta1: 0), objective, penalty, Latent, seed)
    {
        Schedules = new GanSchedules
        {
            LearningRate = new CosineBurnIn(LearningRate, LastLearningRate, BurnIn).At,
            PenaltyWeight = new CosineBurnIn(Gamma, LastGamma, BurnIn).At,
            Beta2 = new CosineBurnIn(Beta2, LastBeta2, BurnIn).At,
            AverageHalfLife = new CosineBurnIn(0, HalfLife / Batch, BurnIn).At,
        },
    };
}
