namespace ScratchGan.Gan.Metrics;

/// <summary>
/// MMD² = E k(x, x′) + E k(y, y′) − 2 E k(x, y) with k(x, y) = (x·y/d + 1)³ (Gretton et al. 2012; Bińkowski et al. 2018, where it is called KID). Pairs of a
/// sample with itself are left out, so the estimate is unbiased whatever the number of samples, and may be below 0. It is the mean of the estimates on
/// disjoint blocks of at most 1000 samples.
/// </summary>
public static class KernelDistance
{
    private const int Block = 1000;
    private const int LeastSamples = 10;

    public static MetricResult Of(Comparison comparison) => comparison.Measure($"KD[{comparison.Space}]", Better.Lower, Between);

    public static double Between(FeatureSet first, FeatureSet second)
    {
        Comparison.RequireSameSpace(first, second);
        Comparison.RequireAtLeast("kernel distance", LeastSamples, first, second);
        int fewest = Math.Min(first.Count, second.Count), blocks = (fewest + Block - 1) / Block, size = fewest / blocks;
        return Enumerable.Range(0, blocks).Average(block => OfBlock(first, second, block * size, size));
    }

    /// <summary>The estimate from samples start … start + n − 1 of both sets.</summary>
    internal static double OfBlock(FeatureSet first, FeatureSet second, int start, int n)
    {
        double[] sums = new double[n];
        Parallel.For(0, n, i =>
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
            {
                if (j != i)
                    sum += (Kernel(first[start + i], first[start + j]) + Kernel(second[start + i], second[start + j])) / (n - 1);
                sum -= 2 * Kernel(first[start + i], second[start + j]) / n;
            }
            sums[i] = sum;
        });
        return sums.Sum() / n;
    }

    private static double Kernel(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double root = Distances.Dot(x, y) / x.Length + 1;
        return root * root * root;
    }
}
