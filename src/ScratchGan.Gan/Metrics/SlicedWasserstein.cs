using ScratchGan.Kernels.Random;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// The mean over random directions u of W₁(x·u, y·u) (Rabin et al. 2011; on images Karras et al. 2018). On a line the cheapest transport keeps the order:
/// W₁ = 1/n Σ |x₍ᵢ₎ − y₍ᵢ₎| of the sorted projections. The directions are a pure function of the seed.
/// </summary>
public static class SlicedWasserstein
{
    public const int UsualDirections = 128;
    public const int LeastSamples = 10;
    private const ulong Stream = 0;

    public static MetricResult Of(Comparison comparison, int directions = UsualDirections, ulong seed = 1)
        => comparison.Measure($"SWD[{comparison.Space}]", Better.Lower, (reference, other) => Between(reference, other, directions, seed));

    /// <exception cref="MetricException">the sets are not of one size</exception>
    public static double Between(FeatureSet first, FeatureSet second, int directions = UsualDirections, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        Comparison.RequireSameSpace(first, second);
        Comparison.RequireAtLeast("sliced Wasserstein distance", LeastSamples, first, second);
        if (first.Count != second.Count)
            throw new MetricException($"sliced Wasserstein distance: expected two sets of one size, found {first.Count} and {second.Count} samples");
        double[] distances = new double[directions];
        Parallel.For(0, directions, k =>
        {
            float[] direction = Direction(seed, k, first.Dimensions);
            double[] left = Projected(first, direction), right = Projected(second, direction);
            for (int i = 0; i < left.Length; i++)
                distances[k] += Math.Abs(left[i] - right[i]) / left.Length;
        });
        return distances.Average();
    }

    /// <summary>A normal vector of length 1: every direction is equally likely.</summary>
    internal static float[] Direction(ulong seed, int number, int dimensions)
    {
        var random = new PhiloxSequence(seed, Stream, (ulong)number * (ulong)dimensions);
        float[] direction = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
            direction[i] = random.NextNormal();
        float length = (float)Math.Sqrt(Distances.Dot(direction, direction));
        for (int i = 0; i < dimensions; i++)
            direction[i] /= length;
        return direction;
    }

    private static double[] Projected(FeatureSet set, float[] direction)
    {
        double[] projections = new double[set.Count];
        for (int i = 0; i < projections.Length; i++)
            projections[i] = Distances.Dot(set[i], direction);
        Array.Sort(projections);
        return projections;
    }
}
