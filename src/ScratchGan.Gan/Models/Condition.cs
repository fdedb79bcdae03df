namespace ScratchGan.Gan.Models;

/// <summary>How the networks of a <see cref="ConditionalDcgan"/> are told the class.</summary>
public enum Condition
{
    /// <summary>Generator: behind the latent. Discriminator: as planes behind the image (Mirza and Osindero 2014).</summary>
    Concatenation,

    /// <summary>Generator: behind the latent. Discriminator: as a vector that features are compared with (Miyato and Koyama 2018).</summary>
    Projection,

    /// <summary>Generator: as scale and shift of its batch normalisation (Dumoulin et al. 2017). Discriminator: projection.</summary>
    BatchNorm,

    /// <summary>Generator: behind the latent. Discriminator: not told, it has to say the class itself (Odena et al. 2017).</summary>
    Auxiliary,
}
