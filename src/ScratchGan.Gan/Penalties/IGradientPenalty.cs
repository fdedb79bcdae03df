using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Penalties;

/// <summary>Images and what the discriminator said of them: the logits are a function of the images, and can be differentiated with respect to them.</summary>
public readonly record struct Judged(Tensor Images, Tensor Logits);

/// <summary>
/// A term of the discriminator's loss that punishes the slope of D with respect to its input; works with any objective. Taking its gradient is a
/// gradient of a gradient. The discriminator must judge each image alone: with batch normalisation ∂D(xᵢ)/∂xⱼ would not be zero.
/// </summary>
public interface IGradientPenalty
{
    /// <param name="discriminator">the network whose slope is punished</param>
    /// <param name="real">a real batch [N, C, H, W] and its logits [N, 1]</param>
    /// <param name="fake">a generated batch of the same shape, and its logits</param>
    /// <param name="random">where a penalty that samples points draws from</param>
    Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random);
}

/// <summary>What all penalties are made of.</summary>
internal static class Slope
{
    /// <summary>‖∂D(xᵢ)/∂xᵢ‖² for each image: [N, 1, 1, 1], with a history. Since D judges image by image, the gradient of ΣD(xᵢ) holds all of them.</summary>
    public static Tensor SquaredNorms(Judged judged)
    {
        Tensor slope = Gradients.Of(judged.Logits.Sum(), [judged.Images], keepGraph: true)[0];
        int[] perImage = [.. Enumerable.Range(1, slope.Shape.Rank - 1)];
        return slope.Square().Sum(perImage, keepDimensions: true);
    }
}
