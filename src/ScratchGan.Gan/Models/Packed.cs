using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Packing (Lin et al. 2018, PacGAN): a discriminator that judges several samples at once, all real or all generated, one behind the other in
/// the channels: [N, C, …] → [N/m, m·C, …] → logits [N/m, 1]. A generator that repeats itself is seen through, since a pack of real samples
/// hardly ever holds the same one twice. Samples of a batch are independent, so neighbours make a pack, and no number is moved.
/// </summary>
public sealed class Packed : Module
{
    private readonly Packing _packing;
    private readonly Module _discriminator;

    /// <param name="count">m, the samples in a pack</param>
    /// <param name="discriminator">takes m times the channels of a sample</param>
    public Packed(int count, Module discriminator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _packing = AddChild("packing", new Packing(count));
        _discriminator = AddChild("packed", discriminator);
    }

    public override bool IsChain => true;

    public override Tensor Forward(Tensor x) => _discriminator.Forward(_packing.Forward(x));

    public override LayerInfo Describe(Shape input) => _discriminator.Describe(_packing.Describe(input).Output);
}
