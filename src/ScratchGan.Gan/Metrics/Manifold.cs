namespace ScratchGan.Gan.Metrics;

/// <summary>
/// Quality and variety apart, from balls around samples that reach to their k-th nearest neighbour. Precision: the share of generated samples inside a ball of
/// a real one; recall: the share of real samples inside a ball of a generated one (Kynkäänniemi et al. 2019). Density: in how many real balls a generated
/// sample lies, divided by k; coverage: the share of real balls that hold a generated sample (Naeem et al. 2020); outliers do not inflate these two.
/// </summary>
public static class Manifold
{
    public const int UsualNeighbours = 5;

    /// <summary>Precision, recall, density and coverage, each with what fresh real samples reach.</summary>
    /// <exception cref="MetricException">a set has fewer than ten times as many samples as neighbours are asked for</exception>
    public static IReadOnlyList<MetricResult> Of(Comparison comparison, int neighbours = UsualNeighbours)
    {
        double[] radii = Radii(comparison.Reference, neighbours);
        ManifoldNumbers value = Between(comparison.Reference, radii, comparison.Generated, neighbours);
        ManifoldNumbers floor = Between(comparison.Reference, radii, comparison.Fresh, neighbours);
        return
        [
            Result("precision", value.Precision, floor.Precision), Result("recall", value.Recall, floor.Recall),
            Result("density", value.Density, floor.Density),
            Result("coverage", value.Coverage, floor.Coverage),
        ];

        MetricResult Result(string name, double of, double real) => new($"{name}[{comparison.Space}]", of, real, Better.Higher);
    }

    /// <summary>The four numbers of generated against real samples.</summary>
    public static ManifoldNumbers Between(FeatureSet real, FeatureSet generated, int neighbours = UsualNeighbours)
        => Between(real, Radii(real, neighbours), generated, neighbours);

    private static ManifoldNumbers Between(FeatureSet real, double[] realRadii, FeatureSet generated, int neighbours)
    {
        Comparison.RequireSameSpace(real, generated);
        double[] generatedRadii = Radii(generated, neighbours);
        int[] ballsAroundGenerated = new int[generated.Count];
        bool[] recalled = new bool[real.Count], covered = new bool[real.Count];
        Parallel.For(0, real.Count, i =>
        {
            for (int j = 0; j < generated.Count; j++)
            {
                double distance = Distances.Squared(real[i], generated[j]);
                if (distance <= realRadii[i])
                {
                    covered[i] = true;
                    Interlocked.Increment(ref ballsAroundGenerated[j]);
                }
                recalled[i] |= distance <= generatedRadii[j];
            }
        });
        return new ManifoldNumbers(
            Precision: ballsAroundGenerated.Count(balls => balls > 0) / (double)generated.Count,
            Recall: recalled.Count(found => found) / (double)real.Count,
            Density: ballsAroundGenerated.Sum(balls => (long)balls) / ((double)neighbours * generated.Count),
            Coverage: covered.Count(found => found) / (double)real.Count);
    }

    private static double[] Radii(FeatureSet set, int neighbours)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        Comparison.RequireAtLeast("precision, recall, density, coverage", 10 * neighbours, set);
        return Distances.ToNeighbour(set, neighbours);
    }
}

/// <summary>See <see cref="Manifold"/>; all but density lie in [0, 1].</summary>
public readonly record struct ManifoldNumbers(double Precision, double Recall, double Density, double Coverage);
