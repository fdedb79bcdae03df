using ScratchGan.Engine;

namespace ScratchGan.Gan.Augmentation;

/// <summary>Several augmentations one after the other; <see cref="Standard"/> is the choice of Zhao et al. 2020.</summary>
public sealed class DiffAugment(params IReadOnlyList<IAugmentation> parts) : IAugmentation
{
    /// <summary>Colour, translation and cutout.</summary>
    public static DiffAugment Standard() => new(new ColourChange(), new Translation(), new Cutout());

    public Tensor Of(Tensor images, RandomSource random) => parts.Aggregate(images, (x, part) => part.Of(x, random));
}
