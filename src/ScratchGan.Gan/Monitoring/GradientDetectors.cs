namespace ScratchGan.Gan.Monitoring;

/// <summary>The gradient of a network has been shorter than 10⁻⁷ five times in a row.</summary>
public sealed class DeadGradients : IDetector
{
    private const int Times = 5;
    private const double Tiny = 1e-7;

    public Finding? Examine(ReadOnlySpan<Observation> history)
    {
        bool generator = Detectors.Last(history, Times, observation => observation.GeneratorGradient < Tiny);
        if (!generator && !Detectors.Last(history, Times, observation => observation.DiscriminatorGradient < Tiny))
            return null;
        double length = generator ? history[^1].GeneratorGradient : history[^1].DiscriminatorGradient;
        return new Finding(Concern.DeadGradients, Detectors.Text($"the {(generator ? "generator" : "discriminator")}'s gradient has length {length:G2}"));
    }
}

/// <summary>
/// For three times in a row a gradient is a thousand times as long, or a loss as large, as it usually was (the median of the first ten observations), and larger than 100.
/// </summary>
public sealed class Divergence : IDetector
{
    private const int Times = 3;
    private const int Usual = 10;
    private const double Factor = 1000;
    private const double Large = 100;

    public Finding? Examine(ReadOnlySpan<Observation> history) =>
        Grown(history, "the generator's gradient", observation => observation.GeneratorGradient)
        ?? Grown(history, "the discriminator's gradient", observation => observation.DiscriminatorGradient)
        ?? Grown(history, "the generator's loss", observation => Math.Abs(observation.GeneratorLoss))
        ?? Grown(history, "the discriminator's loss", observation => Math.Abs(observation.DiscriminatorLoss));

    private static Finding? Grown(ReadOnlySpan<Observation> history, string name, Func<Observation, double> value)
    {
        if (history.Length < Usual + Times)
            return null;
        double[] first = new double[Usual];
        for (int i = 0; i < Usual; i++)
            first[i] = value(history[i]);
        Array.Sort(first);
        double usual = first[Usual / 2];
        return Detectors.Last(history, Times, observation => value(observation) > Math.Max(Large, Factor * usual))
            ? new Finding(Concern.Divergence, Detectors.Text($"{name} is {value(history[^1]):G3}, at first it was {usual:G3}"))
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
