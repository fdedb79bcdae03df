using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Penalties;

/// <summary>
/// Images and what the discriminator said of them: the verdicts are a function of the images, and can be differentiated with respect to them. One verdict an
/// image, or one for each pack of neighbouring images.
/// </summary>
public readonly record struct Judged(Tensor Images, Tensor Verdicts)
{
    /// <summary>[verdicts, 1]: how real it takes them for, whatever else it says.</summary>
    public Tensor Logits { get; } = Objectives.Verdicts.Logits(Verdicts);

    /// <summary>What one verdict is about: [verdicts, values].</summary>
    internal Shape Rows => new(Verdicts.Shape[0], Images.Shape.Count / Verdicts.Shape[0]);
}

/// <summary>
/// A term of the discriminator's loss that punishes the slope of D with respect to its input; works with any objective. Taking its gradient is a
/// gradient of a gradient. The discriminator must judge each image alone: with batch normalisation ∂D(xᵢ)/∂xⱼ would not be zero.
/// </summary>
public interface IGradientPenalty
{
    /// <param name="discriminator">the network whose slope is punished</param>
    /// <param name="real">a real batch [N, C, H, W] and its verdicts</param>
    /// <param name="fake">a generated batch of the same shape, and its verdicts</param>
    /// <param name="random">where a penalty that samples points draws from</param>
    Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random);
}

/// <summary>What all penalties are made of.</summary>
internal static class Slope
{
    /// <summary>‖∂D(xᵢ)/∂xᵢ‖² for each image or pack: [logits], with a history. Since D judges them one by one, the gradient of ΣD(xᵢ) holds all of them.</summary>
    public static Tensor SquaredNorms(Judged judged)
    {
        Tensor slope = Gradients.Of(judged.Logits.Sum(), [judged.Images], keepGraph: true)[0];
        return slope.Square().Reshape(judged.Rows).Sum([1]);
    }
}
