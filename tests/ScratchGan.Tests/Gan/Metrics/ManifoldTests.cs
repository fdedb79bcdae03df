using ScratchGan.Gan.Metrics;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

public class ManifoldTests
{
    /// <summary>
    /// Real points 0 … 99 on a line, k = 2: a ball reaches 1, at the ends 2. Generated points are the integers 10 … 59 and, far away, 1010 … 1059: half of
    /// them lie in balls, in three each, so precision is ½ and density 3·50/(2·100); covered are 9 … 60, and recalled too, since the near ones' balls reach 1,
    /// those of the ends 2 (8 and 61 as well).
    /// </summary>
    [Fact]
    public void The_four_numbers_of_a_set_that_can_be_counted_by_hand()
    {
        FeatureSet real = Points.Of(1, [.. Enumerable.Range(0, 100).Select(i => (float)i)]);
        FeatureSet generated = Points.Of(1, [.. Enumerable.Range(10, 50).Select(i => (float)i), .. Enumerable.Range(1010, 50).Select(i => (float)i)]);
        ManifoldNumbers numbers = Manifold.Between(real, generated, neighbours: 2);
        Assert.Equal(new ManifoldNumbers(Precision: 0.5, Recall: 0.54, Density: 0.75, Coverage: 0.52), numbers);
    }

    /// <summary>The same set of points: everything is inside and covered. Density counts all balls around a point, 1 + k on average or more.</summary>
    [Fact]
    public void A_set_covers_itself()
    {
        FeatureSet set = Points.Normal(1, 120, [0, 0, 0]);
        ManifoldNumbers numbers = Manifold.Between(set, set);
        Assert.Equal((1.0, 1.0, 1.0), (numbers.Precision, numbers.Recall, numbers.Coverage));
        Assert.Equal(1.2, numbers.Density, 1e-9);   // each of n balls holds its centre and k others: (k + 1)·n/(k·n)
    }

    /// <summary>One outlier of the real set does not make far samples good in density, but does in precision (Naeem et al. 2020, figure 1).</summary>
    [Fact]
    public void An_outlier_inflates_precision_and_not_density()
    {
        float[] values = [.. Enumerable.Range(0, 80).Select(i => (float)i), 10_000];
        FeatureSet real = Points.Of(1, values), far = Points.Of(1, [.. Enumerable.Range(5_000, 60).Select(i => (float)i)]);
        ManifoldNumbers numbers = Manifold.Between(real, far);
        Assert.Equal(1, numbers.Precision);
        Assert.Equal(0.2, numbers.Density, 1e-9);   // one ball of one real point: 1/k
        Assert.Equal(1 / 81.0, numbers.Coverage, 1e-9);
    }

    [Fact]
    public void Real_against_real_is_the_ceiling_that_stands_beside_them()
    {
        var comparison = new Comparison(Points.Normal(1, 300, [0, 0]), Points.Normal(2, 200, [0, 0], 0.1), Points.Normal(3, 200, [0, 0]));
        IReadOnlyList<MetricResult> results = Manifold.Of(comparison);
        Assert.Equal(["precision[plain]", "recall[plain]", "density[plain]", "coverage[plain]"], results.Select(result => result.Name));
        Assert.All(results, result => Assert.Equal(Better.Higher, result.Better));
        Assert.InRange(results[0].Value, 0.95, 1);        // a narrow cloud in the middle: precise
        Assert.InRange(results[1].Value, 0, 0.2);         // and without variety
        Assert.InRange(results[1].Floor, 0.9, 1);
        Assert.InRange(results[3].Value, 0, 0.25);
        Assert.InRange(results[3].Floor, 0.85, 1);
    }
}
