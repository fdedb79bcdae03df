using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Relativistic pairing (Jolicoeur-Martineau 2018; Huang et al. 2024, "R3GAN"): each generated image is judged against the real one of its pair,
/// <para>L_D = E softplus(−(r − f)), L_G = E softplus(−(f − r)).</para>
/// Only the difference counts, so the discriminator must keep every generated image below a real one: a generator that drops modes is not at rest.
/// It needs R1 and R2 to converge.
/// </summary>
public sealed class RelativisticPairing : IGanObjective
{
    public bool GeneratorSeesReal => true;

    /// <summary>None: D + c has the loss of D, whatever c.</summary>
    public float? DecisionThreshold => null;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => (fake - real).Softplus().Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => (real! - fake).Softplus().Mean();
}
