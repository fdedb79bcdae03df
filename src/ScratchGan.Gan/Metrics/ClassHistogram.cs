namespace ScratchGan.Gan.Metrics;

/// <summary>How many samples there are of each class.</summary>
public sealed class ClassHistogram
{
    private ClassHistogram(int[] counts) => Counts = counts;

    public IReadOnlyList<int> Counts { get; }

    public int Samples => Counts.Sum();

    /// <summary>Classes, or modes, with at least one sample.</summary>
    public int Found => Counts.Count(count => count > 0);

    /// <exception cref="MetricException">a label is missing or of no class</exception>
    public static ClassHistogram Of(IEnumerable<int> labels, int classes)
    {
        int[] counts = new int[classes];
        int row = 0;
        foreach (int label in labels)
        {
            if (label < 0 || label >= classes)
                throw new MetricException(
                    $"class histogram: expected labels from 0 to {classes - 1}, found {(label < 0 ? "none" : label)} for sample {row}");
            counts[label]++;
            row++;
        }
        if (row < classes)
            throw new MetricException($"class histogram: expected at least one sample a class, {classes}, found {row}");
        return new ClassHistogram(counts);
    }

    /// <summary>KL(p‖q) = Σ pᵢ ln(pᵢ/qᵢ) in nats, p these shares and q those of a reference; with p of the generator this is called the reverse KL.</summary>
    /// <exception cref="MetricException">a class that occurs here does not occur in the reference, which makes the sum infinite</exception>
    public double KlFrom(ClassHistogram reference)
    {
        if (reference.Counts.Count != Counts.Count)
            throw new MetricException($"class histogram: expected the {reference.Counts.Count} classes of the reference, found {Counts.Count}");
        return Kl(i => reference.Counts[i] / (double)reference.Samples);
    }

    /// <summary>KL from equal shares of all classes.</summary>
    public double KlFromUniform() => Kl(_ => 1.0 / Counts.Count);

    /// <summary>The divergence and the number of classes found, each beside what fresh real samples give.</summary>
    public static IReadOnlyList<MetricResult> Compare(string classifier, ClassHistogram reference, ClassHistogram generated, ClassHistogram fresh) =>
    [
        new($"classes found[{classifier}]", generated.Found, fresh.Found, Better.Higher),
        new($"class KL[{classifier}]", generated.KlFrom(reference), fresh.KlFrom(reference), Better.Lower),
    ];

    /// <summary>The same against equal shares of all classes, for data that has more classes than a reference could be counted in.</summary>
    public static IReadOnlyList<MetricResult> CompareWithUniform(string classifier, ClassHistogram generated, ClassHistogram fresh) =>
    [
        new($"modes found[{classifier}]", generated.Found, fresh.Found, Better.Higher),
        new($"KL from uniform[{classifier}]", generated.KlFromUniform(), fresh.KlFromUniform(), Better.Lower),
    ];

    private double Kl(Func<int, double> reference)
    {
        double sum = 0, samples = Samples;
        for (int i = 0; i < Counts.Count; i++)
        {
            if (Counts[i] == 0)
                continue;
            double share = Counts[i] / samples, expected = reference(i);
            if (expected == 0)
                throw new MetricException($"class histogram: expected only classes of the reference, found {Counts[i]} samples of class {i}, which it has none of");
            sum += share * Math.Log(share / expected);
        }
        return sum;
    }
}
