using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Goodfellow et al. 2014, section 3: the discriminator of <see cref="Minimax"/>, and a generator that maximises E ln σ(f) instead:
/// <para>L_D = E softplus(−r) + E softplus(f), L_G = E softplus(−f).</para>
/// ∂L_G/∂f = −σ(−f) is largest where the discriminator is sure that the image is generated.
/// </summary>
public sealed class NonSaturating : IGanObjective
{
    public bool GeneratorSeesReal => false;

    /// <summary>That of <see cref="Minimax"/>, whose discriminator it is.</summary>
    public float? DecisionThreshold => 0;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => (-real).Softplus().Mean() + fake.Softplus().Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => (-fake).Softplus().Mean();
}
