namespace ScratchGan.Gan.Monitoring;

/// <summary>What may go wrong in a training.</summary>
public enum Concern
{
    DeadGradients,
    Divergence,
    Collapse,
    DiscriminatorDead,
    DiscriminatorWins,
    UnevenSlopes,
    Overfitting,
    Oscillation,
    MissingClasses,
}

/// <summary>What a concern means and what to do about it, for people.</summary>
public static class Concerns
{
    public static string Meaning(this Concern concern) => concern switch
    {
        Concern.DeadGradients => "a network's gradient is practically zero: it no longer learns",
        Concern.Divergence => "gradients or losses are far beyond what they were: the training is running away",
        Concern.Collapse => "generated images hardly differ from each other, while real ones do",
        Concern.DiscriminatorDead => "the discriminator only guesses and hardly reacts to its input: its 50 % are no sign of success",
        Concern.DiscriminatorWins => "the discriminator is sure of nearly every image, so the generator learns little from it",
        Concern.UnevenSlopes => "the discriminator is far steeper on one kind of images than on the other",
        Concern.Overfitting => "the discriminator tells images it has seen from real ones it has not: it learns them by heart",
        Concern.Oscillation => "the two networks take turns at winning instead of getting better",
        Concern.MissingClasses => "the generator has dropped classes that the data has: a collapse that leaves the others as they are",
        _ => throw new ArgumentOutOfRangeException(nameof(concern), concern, null),
    };

    public static string Advice(this Concern concern) => concern switch
    {
        Concern.DeadGradients => "a lower learning rate, or another objective (non-saturating instead of minimax)",
        Concern.Divergence => "a learning rate of a half or a quarter, or a gradient penalty (r1)",
        Concern.Collapse => "a lower learning rate, a larger batch, or the relativistic objective with r1+r2",
        Concern.DiscriminatorDead => "a lower learning rate, or more features; the run is best begun again",
        Concern.DiscriminatorWins => "a gradient penalty (r1), a lower learning rate, or the non-saturating objective instead of minimax",
        Concern.UnevenSlopes => "a gradient penalty on the steep side: r1 for real images, r2 for generated ones",
        Concern.Overfitting => "more images, a smaller discriminator, or an earlier stop",
        Concern.Oscillation => "a lower learning rate, a larger batch, or a gradient penalty (r1)",
        Concern.MissingClasses => "time, a larger batch, or the relativistic objective with r1+r2",
        _ => throw new ArgumentOutOfRangeException(nameof(concern), concern, null),
    };

    /// <summary>Whether the training is lost unless somebody acts; the others are worth a word.</summary>
    public static bool IsFailure(this Concern concern) =>
        concern is Concern.DeadGradients or Concern.Divergence or Concern.Collapse or Concern.DiscriminatorDead;
}

/// <summary>A concern that a detector has, and the numbers it has it for.</summary>
public sealed record Finding(Concern Concern, string Evidence)
{
    public override string ToString() => $"{Evidence}: {Concern.Meaning()}; to try: {Concern.Advice()}";
}
