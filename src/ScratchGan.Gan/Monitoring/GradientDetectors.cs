namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// The gradient of a network has been shorter than 10⁻⁷, or than a thousandth of what it usually was (the median of the first ten observations), five times
/// in a row. A generator's gradient is a sum over images of σ(f), f their scores, when its loss saturates: a thousandth is f = −7.
/// </summary>
public sealed class DeadGradients : IDetector
{
    private const int Times = 5;
    private const double Tiny = 1e-7;
    private const double Share = 1e-3;

    public Finding? Examine(ReadOnlySpan<Observation> history) =>
        Dead(history, "generator", observation => observation.GeneratorGradient)
        ?? Dead(history, "discriminator", observation => observation.DiscriminatorGradient);

    private static Finding? Dead(ReadOnlySpan<Observation> history, string name, Func<Observation, double> length)
    {
        double least = Math.Max(Tiny, Share * Detectors.Usual(history, length) ?? 0);
        return Detectors.Last(history, Times, observation => length(observation) < least)
            ? new Finding(Concern.DeadGradients, Detectors.Text($"the {name}'s gradient has length {length(history[^1]):G2}"))
            : null;
    }
}

/// <summary>
/// For three times in a row a gradient is as long, or a loss as large, as never before by a factor of 20 (a jump), or a thousand times what it usually was
/// (the median of the first ten observations) and larger than 100 (a climb).
/// </summary>
public sealed class Divergence : IDetector
{
    private const int Times = 3;
    private const double Jump = 20;
    private const double Climb = 1000;
    private const double Large = 100;

    public Finding? Examine(ReadOnlySpan<Observation> history) =>
        Grown(history, "the generator's gradient", observation => observation.GeneratorGradient)
        ?? Grown(history, "the discriminator's gradient", observation => observation.DiscriminatorGradient)
        ?? Grown(history, "the generator's loss", observation => Math.Abs(observation.GeneratorLoss))
        ?? Grown(history, "the discriminator's loss", observation => Math.Abs(observation.DiscriminatorLoss));

    private static Finding? Grown(ReadOnlySpan<Observation> history, string name, Func<Observation, double> value)
    {
        if (history.Length < Times || Detectors.Usual(history[..^Times], value) is not double usual)
            return null;
        double most = Detectors.Greatest(history[..^Times], value);
        return Detectors.Last(history, Times, observation => value(observation) > Jump * most)
            || Detectors.Last(history, Times, observation => value(observation) > Math.Max(Large, Climb * usual))
            ? new Finding(Concern.Divergence, Detectors.Text($"{name} is {value(history[^1]):G3}, at first it was {usual:G3}, and before at most {most:G3}"))
            : null;
    }
}

/// <summary>Over eight observations the discriminator's slope on one kind of images is more than 30 times that on the other.</summary>
public sealed class UnevenSlopes : IDetector
{
    private const int Times = 8;
    private const double Factor = 30;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        bool fake = Detectors.Last(history, Times, observation => observation.SlopeOnFake > Factor * observation.SlopeOnReal);
        return fake || Detectors.Last(history, Times, observation => observation.SlopeOnReal > Factor * observation.SlopeOnFake)
            ? new Finding(
                Concern.UnevenSlopes,
                Detectors.Text($"the discriminator's slope is {history[^1].SlopeOnFake:G3} on generated images and {history[^1].SlopeOnReal:G3} on real ones"))
            : null;
    }
}
