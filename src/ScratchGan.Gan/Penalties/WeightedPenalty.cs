using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Penalties;

/// <summary>A penalty times a weight that moves: γ is the weight of R1(1) + R2(1). A recorded step asks for it anew each time it is run.</summary>
public sealed class WeightedPenalty(IGradientPenalty penalty, Func<float> weight) : IGradientPenalty
{
    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random) =>
        penalty.Of(discriminator, real, fake, random) * Tensor.Fed(real.Images.Device, weight);
}
