using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>From settings to networks, losses and optimizers.</summary>
internal static class Recipe
{
    public static GanRecipe Of(RunSettings settings, int channels)
    {
        var sizes = new DcganSizes(settings.ImageSize, channels, settings.Features, settings.Latent);
        PenaltyChoice penalty = Choices.Penalties[Choices.PenaltyFor(settings.Objective, settings.Penalty)];
        return new GanRecipe(
            () => Dcgan.Generator(sizes),
            () => Dcgan.Discriminator(sizes, penalty.Normalization),
            module => new Adam(module, settings.LearningRate, penalty.Beta1, penalty.Beta2),
            Choices.Objectives[settings.Objective](),
            penalty.Create(settings.ImageSize),
            settings.Latent,
            settings.Seed)
        {
            DiscriminatorSteps = penalty.DiscriminatorSteps,
            Constrain = penalty.Limit is float limit ? module => WeightClipping.Apply(module, limit) : null,
        };
    }

    /// <summary>
    /// What determines the result, as it stands in a checkpoint: the data by what it holds and not by where it lies, and nothing left at auto.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Determining(RunSettings settings, Dataset dataset) =>
    [
        KeyValuePair.Create("data", dataset.Identity),
        KeyValuePair.Create("imageSize", Text(settings.ImageSize)),
        KeyValuePair.Create("channels", Text(dataset.Shape.Channels)),
        KeyValuePair.Create("features", Text(settings.Features)),
        KeyValuePair.Create("latent", Text(settings.Latent)),
        KeyValuePair.Create("batch", Text(settings.Batch)),
        KeyValuePair.Create("seed", Text(settings.Seed)),
        KeyValuePair.Create("learningRate", Text(settings.LearningRate)),
        KeyValuePair.Create("objective", settings.Objective),
        KeyValuePair.Create("penalty", Choices.PenaltyFor(settings.Objective, settings.Penalty)),
    ];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
