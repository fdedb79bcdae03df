using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>
/// What a training is made of: the networks of a DCGAN; a discriminator that judges two images at once (Lin et al. 2018, PacGAN) and has no normalisation;
/// relativistic pairing with R1 and R2 at every step (Huang et al. 2024). Samples are drawn from the generator's average over steps.
/// </summary>
/// <param name="ImageSize">pixels a side</param>
/// <param name="Features">of both networks; see <see cref="DcganSizes"/></param>
/// <param name="Steps">of a whole training</param>
/// <param name="Judgements">how often it is judged, the start not counted</param>
/// <param name="Judged">samples that are judged</param>
/// <param name="ClassifierImages">digits that the classifier is trained on, at most</param>
/// <param name="ClassifierEpochs">how often it sees each of them</param>
internal sealed record Recipe(int ImageSize, int Features, int Steps, int Judgements, int Judged, int ClassifierImages, int ClassifierEpochs)
{
    public const int Batch = 64;
    public const int Latent = 100;

    /// <summary>Images that are judged at once.</summary>
    public const int Pack = 2;

    private const int Colours = 3;

    /// <summary>Of both networks at the start; falls on half a cosine.</summary>
    private const double LearningRate = 2e-3;

    /// <summary>Part of the learning rate that is left at the end.</summary>
    private const double LastShare = 0.05;

    /// <summary>As many samples as are judged in the literature.</summary>
    public static Recipe Full { get; } = new(
        ImageSize: 32, Features: 32, Steps: 15_000, Judgements: 12, Judged: 26_000, ClassifierImages: 60_000, ClassifierEpochs: 3);

    public static Recipe Quick { get; } = new(
        ImageSize: 16, Features: 16, Steps: 600, Judgements: 2, Judged: 4_000, ClassifierImages: 4_000, ClassifierEpochs: 2);

    /// <summary>The penalties' weight, as in examples/Dcgan: 0.5 at 32 pixels.</summary>
    private float Gamma => ImageSize / 64f;

    private DcganSizes Sizes => new(ImageSize, Colours, Features, Latent);

    /// <summary>β₁ = 0 and β₂ = 0.99, as with every penalty on the slope.</summary>
    public GanRecipe Of(int steps, ulong seed) => new(
        () => Dcgan.Generator(Sizes),
        () => new Packed(Pack, Dcgan.Discriminator(Sizes with { Channels = Pack * Colours }, Normalization.None)),
        module => new Adam(module, beta1: 0, beta2: 0.99), new RelativisticPairing(), new SumOfPenalties(new R1(Gamma), new R2(Gamma)), Latent, seed)
    {
        Schedules = new GanSchedules { LearningRate = new CosineBurnIn(LearningRate, LastShare * LearningRate, steps).At },
    };

    /// <summary>What determines the result, as it stands in a checkpoint; others read the networks from it: <see cref="TrainedGenerator"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Determining(Dataset images, int steps, ulong seed) =>
    [
        KeyValuePair.Create("imageSize", Text(ImageSize)),
        KeyValuePair.Create("channels", Text(Colours)),
        KeyValuePair.Create("features", Text(Features)),
        KeyValuePair.Create("latent", Text(Latent)),
        KeyValuePair.Create(TrainedGenerator.PackKey, Text(Pack)),
        KeyValuePair.Create("seed", Text(seed)),
        KeyValuePair.Create("steps", Text(steps)),
        KeyValuePair.Create("data", images.Identity),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
