using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Augmentation;

/// <summary>
/// A square of half the side is set to 0 (DeVries and Taylor 2017; Zhao et al. 2020), its centre anywhere in the image: pixel (h, w) is cut where
/// |h + ½ − H·u| &lt; H/4 and |w + ½ − W·v| &lt; W/4.
/// </summary>
public sealed class Cutout : IAugmentation
{
    private const float HalfSide = 0.25f;

    public Tensor Of(Tensor images, RandomSource random)
    {
        Tensor rows = Outside(images, images.Shape[2], random).Reshape(images.Shape[0], 1, images.Shape[2], 1);
        Tensor columns = Outside(images, images.Shape[3], random).Reshape(images.Shape[0], 1, 1, images.Shape[3]);
        return images * (1f - (1f - rows) * (1f - columns));
    }

    /// <summary>1 for coordinates outside the square, 0 inside: [N, side].</summary>
    private static Tensor Outside(Tensor images, int side, RandomSource random)
    {
        Tensor places = (Chance.Count(images.Device, side) + 0.5f) * (1f / side);
        Tensor distance = (places - Chance.Uniform(images, random).Reshape(images.Shape[0], 1)).Absolute();
        return Chance.AtLeast(distance, HalfSide);
    }
}
