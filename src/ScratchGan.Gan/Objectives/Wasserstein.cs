using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Wasserstein (Arjovsky et al. 2017): by Kantorovich and Rubinstein W(p_data, p_G) = max E D(x) − E D(G(z)) over 1-Lipschitz D.
/// <para>L_D = E f − E r, L_G = −E f.</para>
/// −L_D estimates the distance only while D is kept close to 1-Lipschitz: combine with <see cref="Penalties.WganGp"/>.
/// </summary>
public sealed class Wasserstein : IGanObjective
{
    public bool GeneratorSeesReal => false;

    /// <summary>None: D + c has the loss of D, whatever c.</summary>
    public float? DecisionThreshold => null;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => fake.Mean() - real.Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => -fake.Mean();
}
