using System.Globalization;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>
/// An R3GAN in a checkpoint's settings, for <see cref="TrainedGenerator"/> to find it again:
/// <list type="bullet">
/// <item>network: r3gan</item>
/// <item>channels: of the images</item>
/// <item>widths: channels of the stages from 4×4 pixels upwards, with commas, as in 32,32,16; where they are missing all stages have as many, and the other
/// sizes are those of <see cref="R3GanSizes.Of"/></item>
/// <item>latent: length of z</item>
/// <item>blocks: residual blocks a stage</item>
/// <item>groupSize: channels that a grouped convolution sees at once</item>
/// </list>
/// </summary>
public static class R3GanDescription
{
    private const string WidthsKey = "widths";
    private const string BlocksKey = "blocks";
    private const string GroupSizeKey = "groupSize";

    /// <summary>To be stored with the settings of a training.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(R3GanSizes sizes) =>
    [
        KeyValuePair.Create(TrainedGenerator.NetworkKey, nameof(Architecture.R3Gan).ToLowerInvariant()),
        KeyValuePair.Create(CheckpointSettings.ChannelsKey, Text(sizes.Channels)),
        KeyValuePair.Create(WidthsKey, string.Join(',', sizes.Widths.Select(Text))),
        KeyValuePair.Create(CheckpointSettings.LatentKey, Text(sizes.Latent)),
        KeyValuePair.Create(BlocksKey, Text(sizes.Blocks)),
        KeyValuePair.Create(GroupSizeKey, Text(sizes.GroupSize)),
    ];

    /// <returns>null where there are no widths</returns>
    /// <exception cref="Data.DataException">a size is missing or no number</exception>
    internal static R3GanSizes? Read(CheckpointSettings settings) => settings[WidthsKey] is null ? null : new R3GanSizes(
        settings.Number(CheckpointSettings.ChannelsKey), settings.Numbers(WidthsKey), settings.Number(CheckpointSettings.LatentKey), settings.Number(BlocksKey),
        settings.Number(GroupSizeKey));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
