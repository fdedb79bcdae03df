using ScratchGan.Gan.Models;
using ScratchGan.Gan.Penalties;

namespace ScratchGan.Examples;

/// <summary>What a penalty asks of the rest: a discriminator that judges each image alone, and its own momentum.</summary>
/// <param name="Limit">weights of the discriminator are clipped to ± this after each of its steps; null for no limit</param>
/// <param name="DiscriminatorSteps">for one of the generator</param>
internal sealed record PenaltyChoice(
    Func<int, IGradientPenalty?> Create, Normalization Normalization, double Beta1, double Beta2, float? Limit = null, int DiscriminatorSteps = 1);
