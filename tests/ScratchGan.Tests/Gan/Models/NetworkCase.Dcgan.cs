using ScratchGan.Gan.Models;
using ScratchGan.Tests.Gan.Models.Reference;
using DcganNetworks = ScratchGan.Gan.Models.Dcgan;

namespace ScratchGan.Tests.Gan.Models;

internal sealed partial record NetworkCase
{
    private static IEnumerable<NetworkCase> Dcgans() =>
    [
        new("DCGAN generator", Latents, _ => DcganNetworks.Generator(Dcgan), (pass, z) => pass.DcganGenerator(z, Stages)),
        Discriminator(Normalization.Batch, (pass, x) => Judged(pass, pass.DcganFeatures(x, Stages, (norm, y) => norm.BatchNorm(y)))),
        Discriminator(Normalization.Layer, (pass, x) => Judged(pass, pass.DcganFeatures(x, Stages, (norm, y) => norm.LayerNorm(y), layers: 3))),
        Discriminator(Normalization.None, (pass, x) => Judged(pass, pass.DcganFeatures(x, Stages))),
        Discriminator(Normalization.Spectral, (pass, x) => Judged(pass, pass.DcganFeatures(x, Stages))),
        new(
            "DCGAN discriminator with minibatch deviation",
            Images,
            _ => DcganNetworks.Discriminator(Dcgan, Normalization.None, group: 2),
            (pass, x) => JudgedInPairs(pass, pass.DcganFeatures(x, Stages))),
        new(
            "DCGAN discriminator with minibatch deviation, packed",
            Images,
            _ => Architecture.Dcgan.Discriminator(Dcgan, Normalization.None, pack: 2, group: 2),
            (pass, x) => JudgedInPairs(pass["packed"], pass["packed"].DcganFeatures(x.As(2, 6, 16, 16), Stages))),
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
                    Condition.Concatenation => (pass, x) => Judged(pass["1"], pass["1"].DcganFeatures(x.WithLabels(Labels, Classes), Stages)),
                    Condition.Projection => (pass, x) => pass.Projection(pass["features"].DcganFeatures(x, Stages).Map.Flat(), Labels),
                    _ => (pass, x) => pass.Auxiliary(pass["features"].DcganFeatures(x, Stages).Map.Flat()),
                });
    }

    private static NetworkCase Discriminator(Normalization normalization, Func<PlainPass, PlainTensor, PlainTensor> reference) => new(
        $"DCGAN discriminator, normalisation {normalization}", Images, _ => DcganNetworks.Discriminator(Dcgan, normalization), reference);

    private static PlainTensor Judged(PlainPass pass, (PlainTensor Map, int Next) features) => pass[$"{features.Next}"].Conv2d(features.Map).Flat();

    private static PlainTensor JudgedInPairs(PlainPass pass, (PlainTensor Map, int Next) features) =>
        Judged(pass, (features.Map.WithDeviationOfPairs(), features.Next + 1));
}
