using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Models;

/// <summary>The families of unconditional image networks.</summary>
public enum Architecture
{
    /// <summary><see cref="Models.Dcgan"/></summary>
    Dcgan,

    /// <summary><see cref="ResidualGan"/></summary>
    Residual,

    /// <summary><see cref="Models.R3Gan"/></summary>
    R3Gan,
}

/// <summary>Both networks of a family from the same sizes.</summary>
public static class ArchitectureNetworks
{
    /// <summary>z [N, latent, 1, 1] → images [N, channels, size, size].</summary>
    public static Module Generator(this Architecture architecture, DcganSizes sizes) => architecture switch
    {
        Architecture.Residual => ResidualGan.Generator(sizes),
        Architecture.R3Gan => R3Gan.Generator(R3GanSizes.Of(sizes)),
        _ => Dcgan.Generator(sizes),
    };

    /// <summary>Images [N, channels, size, size] → logits [N/pack, 1].</summary>
    /// <param name="normalization">of a DCGAN; the others have their own</param>
    /// <param name="pack">images judged together; see <see cref="Packed"/></param>
    /// <param name="group">images, or packs, whose deviation a DCGAN's discriminator sees; 1: not at all, as with the others</param>
    public static Module Discriminator(this Architecture architecture, DcganSizes sizes, Normalization normalization, int pack = 1, int group = 1)
    {
        if (pack > 1)
            return new Packed(pack, architecture.Discriminator(sizes with { Channels = pack * sizes.Channels }, normalization, group: group));
        return architecture switch
        {
            Architecture.Residual => ResidualGan.Discriminator(sizes),
            Architecture.R3Gan => R3Gan.Discriminator(R3GanSizes.Of(sizes)),
            _ => Dcgan.Discriminator(sizes, normalization, group),
        };
    }
}
