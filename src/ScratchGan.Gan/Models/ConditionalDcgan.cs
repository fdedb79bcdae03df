using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Models;

/// <summary>A <see cref="Dcgan"/> whose images are of a class that is asked for, by any <see cref="Condition"/>.</summary>
public static class ConditionalDcgan
{
    /// <summary>z [N, latent, 1, 1], and labels of N samples → images [N, channels, size, size] in (−1, 1).</summary>
    public static Module Generator(DcganSizes sizes, Condition condition, ClassLabels labels) => condition == Condition.BatchNorm
        ? Dcgan.Generator(sizes, labels)
        : new Sequential(new LabelConcatenation(labels), Dcgan.Generator(sizes with { Latent = sizes.Latent + labels.Classes }));

    /// <summary>Images, and labels of N samples → logits [N, 1]; of an auxiliary classifier, which is not told the labels, verdicts [N, 1 + classes].</summary>
    public static Module Discriminator(DcganSizes sizes, Condition condition, ClassLabels labels, Normalization normalization) => condition switch
    {
        Condition.Concatenation => new Sequential(
            new LabelConcatenation(labels), Dcgan.Discriminator(sizes with { Channels = sizes.Channels + labels.Classes }, normalization)),
        Condition.Auxiliary => new AuxiliaryClassifier(Dcgan.FeaturesOf(sizes, normalization), sizes.FeatureCount, labels.Classes),
        _ => new Projection(Dcgan.FeaturesOf(sizes, normalization), sizes.FeatureCount, labels),
    };
}
