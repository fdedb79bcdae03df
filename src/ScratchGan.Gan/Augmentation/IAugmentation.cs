using ScratchGan.Engine;

namespace ScratchGan.Gan.Augmentation;

/// <summary>
/// A random change T of images that the discriminator sees instead of them, real and generated alike (Zhao et al. 2020, DiffAugment): with few real images it
/// can no longer learn them by heart. T is part of the graph, so the generator's gradient passes through it, and a gradient penalty is taken with respect to the
/// image before it. Random numbers are drawn on the device, one set an image.
/// </summary>
public interface IAugmentation
{
    /// <param name="images">[N, C, H, W] in [−1, 1]</param>
    /// <param name="random">where to draw from; its position is saved with a checkpoint</param>
    Tensor Of(Tensor images, RandomSource random);
}
