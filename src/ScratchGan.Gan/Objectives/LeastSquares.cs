using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Least squares (Mao et al. 2017, equation 9) with targets 1 for real and 0 for generated:
/// <para>L_D = ½E(r − 1)² + ½E f², L_G = ½E(f − 1)².</para>
/// The pull on an image grows with its distance from the target instead of vanishing.
/// </summary>
public sealed class LeastSquares : IGanObjective
{
    public bool GeneratorSeesReal => false;

    /// <summary>The best discriminator answers p_data/(p_data + p_G) (Mao et al. 2017, section 3.2), ½ where both are as likely.</summary>
    public float? DecisionThreshold => 0.5f;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => 0.5f * (real - 1f).Square().Mean() + 0.5f * fake.Square().Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => 0.5f * (fake - 1f).Square().Mean();
}
