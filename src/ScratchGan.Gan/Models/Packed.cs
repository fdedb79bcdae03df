using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Packing (Lin et al. 2018, PacGAN): a discriminator that judges several samples at once, all real or all generated, one behind the other in
/// the channels: [N, C, …] → [N/m, m·C, …] → logits [N/m, 1]. A generator that repeats itself is seen through, since a pack of real samples
/// hardly ever holds the same one twice. Samples of a batch are independent, so neighbours make a pack, and no number is moved.
/// </summary>
public sealed class Packed : Module
{
    private readonly int _count;
    private readonly Module _discriminator;

    /// <param name="count">m, the samples in a pack</param>
    /// <param name="discriminator">takes m times the channels of a sample</param>
    public Packed(int count, Module discriminator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
        _discriminator = AddChild("packed", discriminator);
    }

    public override Tensor Forward(Tensor x) => _discriminator.Forward(x.Reshape(Pack(x.Shape)));

    public override LayerInfo Describe(Shape input) => _discriminator.Describe(Pack(input));

    public override string ToString() => $"Packed({_count})";

    private Shape Pack(Shape input) => input.Rank >= 2 && input[0] % _count == 0
        ? input.With(0, input[0] / _count).With(1, input[1] * _count)
        : throw new ArgumentException($"{this} needs [N, C, …] with a batch of whole packs, found {input}");
}
