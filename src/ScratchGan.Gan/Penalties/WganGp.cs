using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Penalties;

/// <summary>
/// WGAN-GP (Gulrajani et al. 2017, equation 3): λ · E (‖∂D(x̂)/∂x̂‖ − 1)² at points x̂ = t·x + (1 − t)·G(z), t uniform in [0, 1), one t an image (or pack): an optimal
/// critic has slope 1 almost everywhere on lines between coupled points. The norm is √(‖·‖² + 10⁻¹²), so that its derivative exists at 0.
/// </summary>
public sealed class WganGp(float lambda) : IGradientPenalty
{
    private const float Smallest = 1e-12f;

    public Tensor Of(Module discriminator, Judged real, Judged fake, RandomSource random)
    {
        Tensor t = random.Uniform(real.Images.Device, real.Rows.With(1, 1));
        Tensor points = t * real.Images.Reshape(real.Rows) + (1f - t) * fake.Images.Reshape(real.Rows);
        Tensor between = points.Detach().Reshape(real.Images.Shape);
        Tensor norms = (Slope.SquaredNorms(new Judged(between, discriminator.Forward(between))) + Smallest).SquareRoot();
        return (norms - 1f).Square().Mean() * lambda;
    }
}
