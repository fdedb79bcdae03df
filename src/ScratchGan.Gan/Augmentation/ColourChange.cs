using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Augmentation;

/// <summary>
/// Brightness, saturation and contrast (Zhao et al. 2020), with u uniform in [0, 1), another for each and for each image:
/// <para>x + u − ½; then m + 2u·(x − m), m the mean of the channels at each pixel; then M + (u + ½)·(x − M), M the mean of the image.</para>
/// Grey images have no saturation to change.
/// </summary>
public sealed class ColourChange : IAugmentation
{
    public Tensor Of(Tensor images, RandomSource random)
    {
        Tensor x = images + (Chance.Uniform(images, random) - 0.5f);
        if (images.Shape[1] > 1)
            x = Spread(x, x.Mean([1], keepDimensions: true), Chance.Uniform(images, random) * 2f);
        return Spread(x, x.Mean([1, 2, 3], keepDimensions: true), Chance.Uniform(images, random) + 0.5f);
    }

    private static Tensor Spread(Tensor x, Tensor mean, Tensor factor) => mean + factor * (x - mean);
}
