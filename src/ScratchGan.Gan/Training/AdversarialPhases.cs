using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;

namespace ScratchGan.Gan.Training;

/// <summary>
/// The two turns of the minimax game. Discriminator: real and generated batch are judged in two separate passes (their batch statistics never mix), and the
/// generator's history is cut off. Generator: the same generated batch goes through the discriminator as it is after its turn; the discriminator's weight
/// gradients are not asked for, so they cost nothing.
/// </summary>
public static class AdversarialPhases
{
    public const string DiscriminatorLoss = "discriminatorLoss";
    public const string GeneratorLoss = "generatorLoss";

    /// <summary>
    /// Share of real images that the discriminator is right about, by the objective's <see cref="IGanObjective.DecisionThreshold"/>; where it has none, share
    /// of pairs of a real and a generated image that it puts in the right order.
    /// </summary>
    public const string AccuracyOnReal = "accuracyOnReal";

    /// <summary>The same of generated images; the same number where pairs are compared.</summary>
    public const string AccuracyOnFake = "accuracyOnFake";

    /// <summary>Mean logit of the real images.</summary>
    public const string ScoreOnReal = "scoreOnReal";

    /// <summary>Mean logit of the generated images, in the discriminator's turn.</summary>
    public const string ScoreOnFake = "scoreOnFake";

    /// <param name="penalty">null for none</param>
    /// <param name="random">where the penalty draws its points from</param>
    /// <param name="discriminatorSteps">turns of the discriminator, each on a batch of its own, before each of the generator</param>
    /// <param name="constrain">done to the discriminator after each of its turns; null for nothing</param>
    public static IReadOnlyList<Phase> Create(
        Module generator, Optimizer generatorOptimizer, Module discriminator, Optimizer discriminatorOptimizer, IGanObjective objective,
        IGradientPenalty? penalty, RandomSource random, int discriminatorSteps = 1, Action<Module>? constrain = null) =>
    [
        new Phase(
            DiscriminatorLoss, discriminator, discriminatorOptimizer, step => LossOfDiscriminator(step, discriminator, objective, penalty, random),
            Constrain: constrain),
        new Phase(GeneratorLoss, generator, generatorOptimizer, step => LossOfGenerator(step, discriminator, objective), Interval: discriminatorSteps),
    ];

    private static Tensor LossOfDiscriminator(
        StepContext step, Module discriminator, IGanObjective objective, IGradientPenalty? penalty, RandomSource random)
    {
        Tensor generated = step.Fake.Detach();
        var real = new Judged(step.Real, discriminator.Forward(step.Real));
        var fake = new Judged(generated, discriminator.Forward(generated));
        MeasureAccuracies(step, objective.DecisionThreshold, real.Logits, fake.Logits);
        step.Measure(ScoreOnReal, real.Logits, logits => logits.Average());
        step.Measure(ScoreOnFake, fake.Logits, logits => logits.Average());
        Tensor loss = objective.DiscriminatorLoss(real.Verdicts, fake.Verdicts);
        return penalty is null ? loss : loss + penalty.Of(discriminator, real, fake, random);
    }

    private static void MeasureAccuracies(StepContext step, float? decisionThreshold, Tensor real, Tensor fake)
    {
        if (decisionThreshold is { } threshold)
        {
            step.Measure(AccuracyOnReal, real, logits => ShareRight(logits.Select(logit => logit - threshold)));
            step.Measure(AccuracyOnFake, fake, logits => ShareRight(logits.Select(logit => threshold - logit)));
            return;
        }
        Tensor margins = real.Detach() - fake.Detach();
        step.Measure(AccuracyOnReal, margins, ShareRight);
        step.Measure(AccuracyOnFake, margins, ShareRight);
    }

    /// <summary>
    /// Share of margins above 0. One of 0 is half right: a discriminator that answers the same whatever it sees is at chance, as if it threw a coin. Were it
    /// wrong, it would look worse than chance, and would not be found dead (<see cref="Monitoring.DiscriminatorDead"/>).
    /// </summary>
    private static float ShareRight(IEnumerable<float> margins) => margins.Average(margin => margin > 0 ? 1f : margin == 0 ? 0.5f : 0f);

    private static Tensor LossOfGenerator(StepContext step, Module discriminator, IGanObjective objective)
    {
        Tensor? real = objective.GeneratorSeesReal ? discriminator.Forward(step.Real) : null;
        return objective.GeneratorLoss(real, discriminator.Forward(step.Fake));
    }
}
