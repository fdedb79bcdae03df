using ScratchGan.Gan.Monitoring;

namespace ScratchGan.Proofs.Detection;

/// <summary>What goes wrong in a training, from a known step on.</summary>
internal enum Failure
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// The generator's loss is replaced by the variance among its samples, so that it moves them all to one point, three times as fast as it learnt.
    /// </summary>
    Collapse,

    /// <summary>
    /// The generator begins anew with the saturating loss (Goodfellow et al. 2014, section 3), from a tenth of the usual weights, so that its samples lie
    /// apart from the data; and for a hundred steps only the discriminator learns, without a penalty and ten times as fast, so that it tells the two apart
    /// with certainty (Arjovsky and Bottou 2017, theorem 2.4).
    /// </summary>
    VanishingGradient,

    /// <summary>The discriminator moves up its loss instead of down, ten times as fast and without a penalty.</summary>
    Divergence,

    /// <summary>Both networks learn a hundred times as fast; at 16×16, where Adam and batch normalisation survive that, a thousand times.</summary>
    HighLearningRate,
}

/// <summary>What counts as the right answer to a failure.</summary>
internal static class Failures
{
    /// <summary>The concerns of which one must be raised. A learning rate that is too high ends in any of them.</summary>
    internal static IReadOnlyList<Concern> Answers(this Failure failure) => failure switch
    {
        Failure.None => [],
        Failure.Collapse => [Concern.Collapse],
        Failure.VanishingGradient => [Concern.DeadGradients, Concern.DiscriminatorWins],
        Failure.Divergence => [Concern.Divergence],
        Failure.HighLearningRate => [Concern.Divergence, Concern.Collapse, Concern.DeadGradients, Concern.DiscriminatorDead],
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
