using System.Globalization;

namespace ScratchGan.Gan.Monitoring;

/// <summary>All detectors, and what is new at a step.</summary>
public static class Detectors
{
    /// <summary>A discriminator is near chance when it is right about less of the images, or of the pairs (<see cref="Accuracy"/>).</summary>
    internal const double NearChance = 0.85;

    private const int First = 10;
    private const long Settled = 200;

    public static IReadOnlyList<IDetector> All { get; } =
    [
        new DeadGradients(), new Divergence(), new Collapse(), new DiscriminatorDead(), new DiscriminatorWins(), new UnevenSlopes(), new Overfitting(),
        new Oscillation(),
    ];

    /// <summary>What is found after the latest observation and was not found before it.</summary>
    public static IEnumerable<Finding> New(Observation[] history)
    {
        foreach (IDetector detector in All)
            if (detector.Examine(history) is Finding finding && detector.Examine(history.AsSpan(0, history.Length - 1)) is null)
                yield return finding;
    }

    /// <summary>What is found now.</summary>
    public static IEnumerable<Finding> Current(Observation[] history) => All.Select(detector => detector.Examine(history)).OfType<Finding>();

    /// <summary>Share that the discriminator is right about: of all images, or of pairs where the objective compares them.</summary>
    internal static double Accuracy(Observation observation) => (observation.AccuracyOnReal + observation.AccuracyOnFake) / 2;

    /// <summary>Whether the last so many observations are all of a kind.</summary>
    internal static bool Last(ReadOnlySpan<Observation> history, int count, Func<Observation, bool> isSo)
    {
        if (history.Length < count)
            return false;
        foreach (Observation observation in history[^count..])
            if (!isSo(observation))
                return false;
        return true;
    }

    internal static double Mean(ReadOnlySpan<Observation> history, Func<Observation, double> value)
    {
        double sum = 0;
        foreach (Observation observation in history)
            sum += value(observation);
        return sum / history.Length;
    }

    internal static double Greatest(ReadOnlySpan<Observation> history, Func<Observation, double> value)
    {
        double greatest = double.NegativeInfinity;
        foreach (Observation observation in history)
            greatest = Math.Max(greatest, value(observation));
        return greatest;
    }

    /// <summary>
    /// The median of the first ten observations; null when there are fewer, and in the first 200 steps, in which losses and gradients change by orders of
    /// magnitude however often they are observed.
    /// </summary>
    internal static double? Usual(ReadOnlySpan<Observation> history, Func<Observation, double> value)
    {
        if (history.Length < First || history[^1].Step < Settled)
            return null;
        double[] first = new double[First];
        for (int i = 0; i < First; i++)
            first[i] = value(history[i]);
        Array.Sort(first);
        return first[First / 2];
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
