namespace ScratchGan.Gan.Metrics;

/// <summary>
/// What is compared with what: generated data with a real reference, and, for the floor, as many other real data with the same reference. No image is in both
/// real sets.
/// </summary>
public sealed class Comparison
{
    /// <exception cref="MetricException">the sets are of different feature spaces, or the floor would be of another number of samples</exception>
    public Comparison(FeatureSet reference, FeatureSet generated, FeatureSet fresh)
    {
        foreach (FeatureSet other in (FeatureSet[])[generated, fresh])
            RequireSameSpace(reference, other);
        if (fresh.Count != generated.Count)
            throw new MetricException(
                $"{reference.Space}: expected as many fresh real samples as generated ones, since metrics depend on the number, found {fresh.Count} and {generated.Count}");
        (Reference, Generated, Fresh) = (reference, generated, fresh);
    }

    public FeatureSet Reference { get; }

    public FeatureSet Generated { get; }

    /// <summary>Real data that take the place of the generated ones for the floor.</summary>
    public FeatureSet Fresh { get; }

    public string Space => Reference.Space;

    /// <summary>Measures generated and fresh real data against the reference.</summary>
    internal MetricResult Measure(string name, Better better, Func<FeatureSet, FeatureSet, double> metric)
        => new(name, metric(Reference, Generated), metric(Reference, Fresh), better);

    internal static void RequireSameSpace(FeatureSet reference, FeatureSet other)
    {
        if (other.Space != reference.Space || other.Dimensions != reference.Dimensions)
            throw new MetricException(
                $"expected features of one space, found {reference.Space} with {reference.Dimensions} dimensions and {other.Space} with {other.Dimensions}");
    }

    internal static void RequireAtLeast(string metric, int least, params ReadOnlySpan<FeatureSet> sets)
    {
        foreach (FeatureSet set in sets)
            if (set.Count < least)
                throw new MetricException($"{metric}: expected at least {least} samples, found {set.Count}");
    }
}
