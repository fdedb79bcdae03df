using ScratchGan.Engine;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Hinge (Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17):
/// <para>L_D = E max(0, 1 − r) + E max(0, 1 + f), L_G = −E f.</para>
/// Images beyond the margin ±1 no longer move the discriminator.
/// </summary>
public sealed class Hinge : IGanObjective
{
    public bool GeneratorSeesReal => false;

    /// <summary>The best discriminator answers 1 where p_data is the greater, −1 where p_G is: halfway lies 0.</summary>
    public float? DecisionThreshold => 0;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => (1f - real).Relu().Mean() + (1f + fake).Relu().Mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => -fake.Mean();
}
