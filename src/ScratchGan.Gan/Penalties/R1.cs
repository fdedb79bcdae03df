using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Penalties;

/// <summary>
/// R1 (Mescheder et al. 2018, equation 9): γ/2 · E ‖∂D(x)/∂x‖² over real images. At the optimum, where generated images lie on the data, D must be flat there;
/// without it the game circles around the optimum for ever.
/// </summary>
public sealed class R1(float gamma) : IGradientPenalty
{
    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random) => Slope.SquaredNorms(real).Mean() * (gamma / 2f);
}

/// <summary>R2 (Mescheder et al. 2018, equation 10): γ/2 · E ‖∂D(x)/∂x‖² over generated images.</summary>
public sealed class R2(float gamma) : IGradientPenalty
{
    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random) => Slope.SquaredNorms(fake).Mean() * (gamma / 2f);
}
