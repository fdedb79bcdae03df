namespace ScratchGan.Examples;

/// <summary>What no option can say alone: whether settings go together.</summary>
internal static class SettingsCheck
{
    /// <summary>R3GAN's groups of 16 channels must divide twice the width.</summary>
    private const int R3GanWidths = 8;

    /// <exception cref="RunException">they do not; the message names the options</exception>
    public static void Require(RunSettings settings)
    {
        NetworkChoice network = Choices.Networks[settings.Network];
        if (settings.Penalty != Choices.Auto && !network.Penalties.Contains(settings.Penalty))
            throw new RunException(
                $"{OptionNames.Penalty}: expected one of {Choices.Auto}, {string.Join(", ", network.Penalties)} with {OptionNames.Network} {settings.Network}, "
                + $"found {settings.Penalty}");
        if (network.Architecture == Gan.Models.Architecture.R3Gan && settings.Features % R3GanWidths != 0)
            throw new RunException(
                $"{OptionNames.Features}: expected a multiple of {R3GanWidths} with {OptionNames.Network} {settings.Network}, found {settings.Features}");
        if (settings.Batch % settings.Pack != 0)
            throw new RunException($"{OptionNames.Batch}: expected a multiple of {settings.Pack}, as {OptionNames.Pack} says, found {settings.Batch}");
        RequireGroups(settings, network.Architecture);
        int turns = Recipe.DiscriminatorSteps(settings);
        if (settings.Steps % turns != 0)
            throw new RunException(
                $"{OptionNames.Steps}: expected a multiple of {turns}, since the generator moves at every one of these, found {settings.Steps}");
        RequireThatTensorsCanHold(settings, network.Architecture);
    }

    /// <summary>A discriminator that looks at groups is a DCGAN's, and a batch holds whole groups.</summary>
    private static void RequireGroups(RunSettings settings, Gan.Models.Architecture architecture)
    {
        if (settings.MinibatchDeviation == 1)
            return;
        if (architecture != Gan.Models.Architecture.Dcgan)
            throw new RunException(
                $"{OptionNames.MinibatchDeviation}: expected 1 with {OptionNames.Network} {settings.Network}, found {settings.MinibatchDeviation}");
        int multiple = settings.Pack * settings.MinibatchDeviation;
        if (settings.Batch % multiple != 0)
            throw new RunException(
                $"{OptionNames.Batch}: expected a multiple of {multiple}, for whole groups as {OptionNames.MinibatchDeviation} says, found {settings.Batch}");
    }

    /// <summary>The largest tensors are the activations next to the image and the weights at the 4×4 map.</summary>
    private static void RequireThatTensorsCanHold(RunSettings settings, Gan.Models.Architecture architecture)
    {
        bool isDcgan = architecture == Gan.Models.Architecture.Dcgan;
        // A DCGAN is at half the image's side there; R3GAN's blocks are twice as wide inside.
        long area = (long)settings.ImageSize * settings.ImageSize / (isDcgan ? 4 : 1);
        long width = architecture == Gan.Models.Architecture.R3Gan ? 2L * settings.Features : settings.Features;
        long deepest = isDcgan ? (long)settings.Features * settings.ImageSize / 8 : settings.Features;
        long largest = Math.Max(settings.Batch * width * area, Math.Max(settings.Latent, deepest) * deepest * 16);
        if (largest > int.MaxValue || 3L * settings.Batch * settings.ImageSize * settings.ImageSize > int.MaxValue)
            throw new RunException(
                $"{OptionNames.Batch}, {OptionNames.Features}, {OptionNames.Latent}: expected tensors of at most 2³¹ − 1 numbers, "
                + $"found one of {largest:N0}");
    }
}
