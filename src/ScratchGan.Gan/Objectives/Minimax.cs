using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// The original game (Goodfellow et al. 2014, equation 1), min_G max_D E ln σ(r) + E ln(1 − σ(f)), in logits. From ln σ(r) = −softplus(−r) and
/// ln(1 − σ(f)) = −softplus(f):
/// <para>L_D = E softplus(−r) + E softplus(f), L_G = −E softplus(f).</para>
/// For the best discriminator of a fixed generator −L_D = 2·JS(p_data, p_G) − 2 ln 2, so L_D = 2 ln 2 ≈ 1.386 both at the optimum and for a discriminator that
/// always answers 0. The generator's gradient −σ(f) vanishes where the discriminator is sure (f → −∞): it saturates; <see cref="NonSaturating"/> does not.
/// </summary>
public sealed class Minimax : IGanObjective
{
    public bool GeneratorSeesReal => false;

    /// <summary>The best discriminator answers ln(p_data/p_G), 0 where both are as likely.</summary>
    public float? DecisionThreshold => 0;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => (-real).Softplus().Mean() + fake.Softplus().Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => -fake.Softplus().Mean();
}
