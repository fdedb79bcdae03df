using ScratchGan.Gan.Models;
using ScratchGan.Tests.Gan.Models.Reference;
using DcganNetworks = ScratchGan.Gan.Models.Dcgan;

namespace ScratchGan.Tests.Gan.Models;

internal sealed partial record NetworkCase
{
    private static IEnumerable<NetworkCase> Dcgans() =>
    [
        new("DCGAN generator", Latents, _ => DcganNetworks.Generator(Dcgan), (pass, z) => pass.DcganGenerator(z, Stages)),
        .. Enum.GetValues<Normalization>().Select(normalization => new NetworkCase(
            $"DCGAN discriminator, normalisation {normalization}",
            Images,
            _ => DcganNetworks.Discriminator(Dcgan, normalization),
            (pass, x) => pass.DcganDiscriminator(x, Stages, normalization))),
        new(
            "DCGAN discriminator with minibatch deviation",
            Images,
            _ => DcganNetworks.Discriminator(Dcgan, Normalization.None, group: 2),
            (pass, x) => pass.DcganDiscriminator(x, Stages, Normalization.None, pairs: true)),
        new(
            "DCGAN discriminator with minibatch deviation, packed",
            Images,
            _ => Architecture.Dcgan.Discriminator(Dcgan, Normalization.None, pack: 2, group: 2),
            (pass, x) => pass["packed"].DcganDiscriminator(x.As(2, 6, 16, 16), Stages, Normalization.None, pairs: true)),
    ];

    private static IEnumerable<NetworkCase> Conditional()
    {
        foreach (Condition condition in (Condition[])[Condition.Concatenation, Condition.BatchNorm])
            yield return new(
                $"DCGAN generator, {condition}",
                Latents,
                labels => ConditionalDcgan.Generator(Dcgan, condition, labels),
                condition == Condition.BatchNorm
                    ? (pass, z) => pass.DcganGenerator(z, Stages, Labels)
                    : (pass, z) => pass["1"].DcganGenerator(z.WithLabels(Labels, Classes), Stages));
        foreach (Condition condition in (Condition[])[Condition.Concatenation, Condition.Projection, Condition.Auxiliary])
            yield return new(
                $"DCGAN discriminator, {condition}",
                Images,
                labels => ConditionalDcgan.Discriminator(Dcgan, condition, labels, Normalization.None),
                condition switch
                {
                    Condition.Concatenation => (pass, x) => pass["1"].DcganDiscriminator(x.WithLabels(Labels, Classes), Stages, Normalization.None),
                    Condition.Projection => (pass, x) => pass.Projection(pass["features"].DcganFeatures(x, Stages, Normalization.None).Flat(), Labels),
                    _ => (pass, x) => pass.Auxiliary(pass["features"].DcganFeatures(x, Stages, Normalization.None).Flat()),
                });
    }
}
