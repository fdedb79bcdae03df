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
        Architecture network = Choices.Networks[settings.Network].Architecture;
        PenaltyChoice penalty = Choices.Penalties[Choices.PenaltyFor(settings)];
        return new GanRecipe(
            () => network.Generator(sizes),
            () => network.Discriminator(sizes, penalty.Normalization, settings.Pack, settings.MinibatchDeviation),
            module => new Adam(module, settings.LearningRate, penalty.Beta1, penalty.Beta2),
            Choices.Objectives[settings.Objective](),
            penalty.Create(settings.ImageSize),
            settings.Latent,
            settings.Seed)
        {
            Augmentation = Choices.Augmentation(settings.Augment),
            DiscriminatorSteps = DiscriminatorSteps(settings),
            Constrain = penalty.Limit is float limit ? module => WeightClipping.Apply(module, limit) : null,
        };
    }

    /// <summary>Steps of the discriminator before each of the generator.</summary>
    public static int DiscriminatorSteps(RunSettings settings) =>
        settings.DiscriminatorSteps ?? Choices.Penalties[Choices.PenaltyFor(settings)].DiscriminatorSteps;

    /// <summary>
    /// What determines the result, as it stands in a checkpoint: the data by what it holds and not by where it lies, and nothing left at auto. The
    /// last five are there only where they differ from what everybody had before they existed.
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
        KeyValuePair.Create("penalty", Choices.PenaltyFor(settings)),
        .. Unless(settings.Network == Choices.Dcgan, TrainedGenerator.NetworkKey, settings.Network),
        .. Unless(settings.Augment == Choices.NoAugmentation, TrainedGenerator.AugmentationKey, settings.Augment),
        .. Unless(settings.Pack == 1, TrainedGenerator.PackKey, Text(settings.Pack)),
        .. Unless(settings.MinibatchDeviation == 1, TrainedGenerator.MinibatchDeviationKey, Text(settings.MinibatchDeviation)),
        .. Unless(settings.DiscriminatorSteps is null, "discriminatorSteps", $"{settings.DiscriminatorSteps}"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Unless(bool usual, string key, string value) => usual ? [] : [KeyValuePair.Create(key, value)];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
