using ScratchGan.Engine;
using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Penalties;

/// <summary>The sum of several penalties, such as R1 + R2.</summary>
public sealed class SumOfPenalties(params IReadOnlyList<IGradientPenalty> penalties) : IGradientPenalty
{
    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random) =>
        penalties.Select(penalty => penalty.Of(discriminator, real, fake, random)).Aggregate((sum, term) => sum + term);
}
