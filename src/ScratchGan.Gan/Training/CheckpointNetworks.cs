using ScratchGan.Data;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>The networks of a checkpoint, to be made and filled.</summary>
/// <param name="Shape">of an image</param>
/// <param name="Latent">length of z</param>
/// <param name="Generator">makes one, z [N, latent, 1, 1] → images</param>
/// <param name="Discriminator">makes one without augmentation, images → logits; a checkpoint does not say how a DCGAN's is normalised</param>
internal sealed record CheckpointNetworks(ImageShape Shape, int Latent, Func<Module> Generator, Func<Normalization, Module> Discriminator)
{
    /// <exception cref="DataException">the settings are not those of such networks</exception>
    internal static CheckpointNetworks Of(CheckpointSettings settings, ClassLabels? labels)
    {
        if (settings.Condition() is null && settings.Architecture() == Architecture.R3Gan && R3GanDescription.Read(settings) is R3GanSizes stages)
            return new CheckpointNetworks(
                new ImageShape(stages.Channels, stages.ImageSize, stages.ImageSize), stages.Latent,
                () => R3Gan.Generator(stages), _ => R3Gan.Discriminator(stages));
        var sizes = new DcganSizes(
            settings.Number("imageSize"), settings.Number(CheckpointSettings.ChannelsKey), settings.Number("features"),
            settings.Number(CheckpointSettings.LatentKey));
        return Of(sizes, settings, labels);
    }

    /// <summary>The same where the sizes are known from elsewhere.</summary>
    internal static CheckpointNetworks Of(DcganSizes sizes, CheckpointSettings settings, ClassLabels? labels)
    {
        Architecture architecture = settings.Architecture();
        Condition? condition = settings.Condition();
        int pack = settings.NumberOr1(TrainedGenerator.PackKey), group = settings.NumberOr1(TrainedGenerator.MinibatchDeviationKey);
        return new CheckpointNetworks(
            new ImageShape(sizes.Channels, sizes.ImageSize, sizes.ImageSize), sizes.Latent,
            () => condition is Condition known ? ConditionalDcgan.Generator(sizes, known, labels!) : architecture.Generator(sizes),
            normalization => architecture.Discriminator(sizes, normalization, pack, group));
    }
}
