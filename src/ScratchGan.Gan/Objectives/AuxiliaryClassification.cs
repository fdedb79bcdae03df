using ScratchGan.Engine;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Objectives;

/// <summary>
/// Any objective, and beside it the class (Odena et al. 2017, equations 2 and 3): with the cross-entropy H of an image's class logits and the class that it is
/// of, or was asked to be of,
/// <para>L_D = adversarial + E H(real) + E H(generated), L_G = adversarial + E H(generated).</para>
/// Both players go down H: the generator is paid for images whose class is seen, and the discriminator for seeing it. For a discriminator with an <see
/// cref="AuxiliaryClassifier"/>, whose verdicts [N, 1 + classes] take the place of logits [N, 1].
/// </summary>
/// <param name="labels">the classes of the batch</param>
public sealed class AuxiliaryClassification(IGanObjective adversarial, ClassLabels labels) : IGanObjective
{
    public bool GeneratorSeesReal => adversarial.GeneratorSeesReal;

    public float? DecisionThreshold => adversarial.DecisionThreshold;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) =>
        adversarial.DiscriminatorLoss(Verdicts.Logits(real), Verdicts.Logits(fake)) + CrossEntropy(real) + CrossEntropy(fake);

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) =>
        adversarial.GeneratorLoss(real is null ? null : Verdicts.Logits(real), Verdicts.Logits(fake)) + CrossEntropy(fake);

    private Tensor CrossEntropy(Tensor verdicts) => ConvolutionalClassifier.CrossEntropy(Verdicts.ClassLogits(verdicts), labels.Rows(verdicts.Shape[0]));
}
