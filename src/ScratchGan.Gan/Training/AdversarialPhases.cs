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

    /// <summary>Share of real images that the discriminator takes for real (logit &gt; 0).</summary>
    public const string AccuracyOnReal = "accuracyOnReal";

    /// <summary>Share of generated images that the discriminator takes for generated (logit &lt; 0).</summary>
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
        step.Measure(AccuracyOnReal, real.Logits, logits => (float)logits.Count(logit => logit > 0) / logits.Length);
        step.Measure(AccuracyOnFake, fake.Logits, logits => (float)logits.Count(logit => logit < 0) / logits.Length);
        step.Measure(ScoreOnReal, real.Logits, logits => logits.Average());
        step.Measure(ScoreOnFake, fake.Logits, logits => logits.Average());
        Tensor loss = objective.DiscriminatorLoss(real.Verdicts, fake.Verdicts);
        return penalty is null ? loss : loss + penalty.Of(discriminator, real, fake, random);
    }

    private static Tensor LossOfGenerator(StepContext step, Module discriminator, IGanObjective objective)
    {
        Tensor? real = objective.GeneratorSeesReal ? discriminator.Forward(step.Real) : null;
        return objective.GeneratorLoss(real, discriminator.Forward(step.Fake));
    }
}
