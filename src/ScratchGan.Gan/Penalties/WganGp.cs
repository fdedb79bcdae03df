using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Penalties;

/// <summary>
/// WGAN-GP (Gulrajani et al. 2017, equation 3): λ · E (‖∂D(x̂)/∂x̂‖ − 1)² at points x̂ = t·x + (1 − t)·G(z), t uniform in [0, 1), one t an image: an optimal
/// critic has slope 1 almost everywhere on lines between coupled points. The norm is √(‖·‖² + 10⁻¹²), so that its derivative exists at 0.
/// </summary>
public sealed class WganGp(float lambda) : IGradientPenalty
{
    private const float Smallest = 1e-12f;

    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random)
    {
        Shape one = real.Images.Shape;
        for (int axis = 1; axis < one.Rank; axis++)
            one = one.With(axis, 1);
        Tensor t = random.Uniform(real.Images.Device, one);
        Tensor between = (t * real.Images + (1f - t) * fake.Images).Detach();
        Tensor norms = (Slope.SquaredNorms(new Judged(between, discriminator.Forward(between))) + Smallest).SquareRoot();
        return (norms - 1f).Square().Mean() * lambda;
    }
}
