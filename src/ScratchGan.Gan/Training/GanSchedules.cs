namespace ScratchGan.Gan.Training;

/// <summary>
/// Numbers that move during a training, each a pure function of the steps taken before, so that a training that goes on finds them where they were. Usually
/// <see cref="CosineBurnIn.At"/>; null for a number that stays as the recipe has it.
/// </summary>
public sealed record GanSchedules
{
    /// <summary>Of both optimizers.</summary>
    public Func<long, double>? LearningRate { get; init; }

    /// <summary>What the whole penalty is multiplied by: γ, where the penalty is R1(1) + R2(1).</summary>
    public Func<long, double>? PenaltyWeight { get; init; }

    /// <summary>β₂ of both optimizers, which must be Adam.</summary>
    public Func<long, double>? Beta2 { get; init; }

    /// <summary>Of the averaged generator, in steps; see <see cref="ExponentialMovingAverage"/>.</summary>
    public Func<long, double>? AverageHalfLife { get; init; }
}
