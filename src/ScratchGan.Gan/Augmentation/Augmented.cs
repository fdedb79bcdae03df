using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Augmentation;

/// <summary>A discriminator that sees augmented images: D(T(x)), in evaluation D(x).</summary>
public sealed class Augmented : Module
{
    private readonly IAugmentation _augmentation;
    private readonly RandomSource _random;
    private readonly Module _discriminator;

    public Augmented(Module discriminator, IAugmentation augmentation, RandomSource random)
    {
        (_augmentation, _random) = (augmentation, random);
        _discriminator = AddChild("augmented", discriminator);
    }

    /// <summary>Of layers; an augmentation is none, and leaves the shape as it is.</summary>
    public override bool IsChain => true;

    public override Tensor Forward(Tensor x) => _discriminator.Forward(Training ? _augmentation.Of(x, _random) : x);

    public override LayerInfo Describe(Shape input) => _discriminator.Describe(input);
}
