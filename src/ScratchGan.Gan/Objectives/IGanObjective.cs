using ScratchGan.Engine;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// The two losses of the minimax game as functions of the discriminator's logits r = D(x) on real and f = D(G(z)) on generated images, both [N, 1] (see <see
/// cref="Verdicts"/> where it says more).
/// A high logit always means "real"; σ(logit) is the discriminator's probability of "real". Both losses are means over the batch, and both are minimised.
/// </summary>
public interface IGanObjective
{
    /// <summary>Whether <see cref="GeneratorLoss"/> reads the logits of real images.</summary>
    bool GeneratorSeesReal { get; }

    /// <summary>
    /// The logit above which the discriminator takes an image for real, below which for generated: what the best one answers of an image that is as likely
    /// the one as the other. Null when only differences of logits mean anything: then it is right about a pair whose real image has the higher logit.
    /// </summary>
    float? DecisionThreshold { get; }

    Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <param name="real">logits of real images; null unless <see cref="GeneratorSeesReal"/></param>
    /// <param name="fake">logits of generated images</param>
    Tensor GeneratorLoss(Tensor? real, Tensor fake);
}
