namespace ScratchGan.Gan.Metrics;

/// <summary>Does a generator copy its training images, or itself?</summary>
public static class Memorisation
{
    /// <summary>The share of fresh real images that are nearer to a training image than the bound.</summary>
    private const double NearShare = 0.01;

    /// <summary>Pairs of real images that are as near to each other as the bound for duplicates, or nearer: enough that their number says something.</summary>
    private const int RealPairs = 10;

    private const int LeastSamples = 100;

    /// <summary>
    /// The share of generated images nearer to a training image than 99 % of fresh real images are; 0.01 is as it should be, far more is copying. The
    /// comparison's reference are the training images (as many of them as can be had: what is not there cannot be recognised). Where real data hold an image
    /// twice, a fresh one may itself be a copy: the bound is taken from the others, since nothing is nearer than 0, and the floor counts all of them.
    /// </summary>
    /// <exception cref="MetricException">there are too few samples, or most fresh images are copies, so that copying tells nothing of a generator</exception>
    public static MetricResult NearestReal(Comparison comparison)
    {
        Comparison.RequireAtLeast("nearest real image", LeastSamples, comparison.Reference, comparison.Generated);
        double[] fresh = [.. Distances.ToNearest(comparison.Fresh, comparison.Reference).Select(neighbour => neighbour.SquaredDistance)];
        double[] unlike = [.. fresh.Where(distance => distance > 0).Order()];
        if (unlike.Length <= fresh.Length / 2)
            throw new MetricException(
                "nearest real image: expected fresh real images most of which are no training images, "
                + $"found {fresh.Length - unlike.Length} of {fresh.Length} that are");
        double bound = unlike[(int)Math.Ceiling(NearShare * unlike.Length)];
        double[] generated = [.. Distances.ToNearest(comparison.Generated, comparison.Reference).Select(neighbour => neighbour.SquaredDistance)];
        return new MetricResult(
            $"copies of real[{comparison.Space}]", Share(generated), Share(fresh), Better.Lower);

        double Share(double[] distances) => distances.Count(distance => distance < bound) / (double)distances.Length;
    }

    /// <summary>The generated images that are nearest to a real one, nearest first: what an eye should look at before it trusts a number.</summary>
    public static IReadOnlyList<Neighbour> Suspects(FeatureSet generated, FeatureSet training, int count)
    {
        Comparison.RequireSameSpace(training, generated);
        return [.. Distances.ToNearest(generated, training).OrderBy(neighbour => neighbour.SquaredDistance).ThenBy(neighbour => neighbour.Row).Take(count)];
    }

    /// <summary>
    /// The birthday paradox test (Arora and Zhang 2018): among n draws from a support of N equally likely images about n²/2N pairs are equal. "Equal" is here
    /// as near as the ten nearest pairs of as many fresh real images, so that the number needs no eye to judge it: pairs of generated images within that
    /// distance.
    /// </summary>
    public static MetricResult Duplicates(Comparison comparison)
    {
        Comparison.RequireAtLeast("duplicates", LeastSamples, comparison.Generated);
        double bound = NearestPairs(comparison.Fresh, RealPairs);
        return new MetricResult(
            $"near-duplicate pairs[{comparison.Space}]", PairsWithin(comparison.Generated, bound), PairsWithin(comparison.Fresh, bound), Better.Lower);
    }

    /// <summary>N ≈ n(n − 1)/(2·pairs): how many different images there would be if all were equally likely; infinite without a pair.</summary>
    public static double SupportSize(int samples, double pairs) => pairs == 0 ? double.PositiveInfinity : samples * (samples - 1.0) / (2 * pairs);

    internal static long PairsWithin(FeatureSet set, double bound)
    {
        long[] counts = new long[set.Count];
        Parallel.For(0, set.Count, i =>
        {
            for (int j = i + 1; j < set.Count; j++)
                if (Distances.Squared(set[i], set[j]) <= bound)
                    counts[i]++;
        });
        return counts.Sum();
    }

    /// <summary>The squared distance of the count-th nearest pair.</summary>
    private static double NearestPairs(FeatureSet set, int count)
    {
        double[][] nearest = new double[set.Count][];
        Parallel.For(0, set.Count, i =>
        {
            double[] distances = new double[set.Count - 1 - i];
            for (int j = i + 1; j < set.Count; j++)
                distances[j - i - 1] = Distances.Squared(set[i], set[j]);
            Array.Sort(distances);
            nearest[i] = distances.Length > count ? distances[..count] : distances;
        });
        double[] all = [.. nearest.SelectMany(distances => distances).Order()];
        return all[count - 1];
    }
}
