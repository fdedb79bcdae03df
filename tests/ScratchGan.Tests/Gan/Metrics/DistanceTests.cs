using MathNet.Numerics.LinearAlgebra;
using ScratchGan.Gan.Metrics;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

public class DistanceTests
{
    /// <summary>Diagonal covariances: |m₁ − m₂|² + Σ (σ₁ − σ₂)² = 4 + 9 + (1 − 3)² + (2 − 0.5)².</summary>
    [Fact]
    public void Frechet_distance_of_Gaussians_with_diagonal_covariances()
        => Assert.Equal(13 + 4 + 2.25, FrechetDistance.Between(Diagonal([1, 5], [1, 2]), Diagonal([3, 2], [3, 0.5])), 1e-12);

    /// <summary>In two dimensions tr (A·B)^½ = √(tr AB + 2√(det A·det B)) for any two covariances; these do not commute.</summary>
    [Fact]
    public void Frechet_distance_of_Gaussians_whose_covariances_do_not_commute()
    {
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(new[,] { { 2, 0.7 }, { 0.7, 1 } }), b = Matrix<double>.Build.DenseOfArray(
            new[,] { { 0.5, -0.3 }, { -0.3, 3 } });
        Vector<double> mean = Vector<double>.Build.Dense([0.25, -2]);
        double expected = mean.PointwisePower(2).Sum() + a.Trace() + b.Trace() - 2 * Math.Sqrt(
            (a * b).Trace() + 2 * Math.Sqrt(a.Determinant() * b.Determinant()));
        Assert.Equal(expected, FrechetDistance.Between(new Moments(mean, a), new Moments(mean * 0, b)), 1e-12);
        Assert.Equal(expected, FrechetDistance.Between(new Moments(mean * 0, b), new Moments(mean, a)), 1e-12);
    }

    /// <summary>Moments of a set are those of its points: a shift by s adds exactly |s|², a scale by 3 about the mean gives Σ(3σ − σ)² = 4·tr C.</summary>
    [Fact]
    public void Frechet_distance_of_a_set_and_its_images()
    {
        FeatureSet set = Points.Normal(1, 400, [1, -2, 0.5]);
        Assert.Equal(0, FrechetDistance.Between(set, set), 1e-9);
        Assert.Equal(4 + 0.25, FrechetDistance.Between(set, Points.Shifted(set, 2, 0, 0.5f)), 1e-4);
        Moments moments = Moments.Of(set);
        Assert.Equal(4 * moments.Covariance.Trace(), FrechetDistance.Between(moments, moments with { Covariance = moments.Covariance * 9 }), 1e-9);
        Moments square = Moments.Of(Points.Of(2, 1, 2, -1, 2, 1, -2, -1, -2, 0, 5));
        Assert.Equal((0, 1, 1, 0), (square.Mean[0], square.Mean[1], square.Covariance[0, 0], square.Covariance[0, 1]));   // 4/4, and 36/4 below
        Assert.Equal(9, square.Covariance[1, 1], 1e-12);
    }

    /// <summary>By hand: x = {0, 1}, y = {1, 3} in one dimension, k = (xy + 1)³: 1 + (3 + 1)³ − 2·(1 + 1 + 8 + 64)/4 = 65 − 37 = 28.</summary>
    [Fact]
    public void Kernel_distance_of_two_pairs_by_hand()
        => Assert.Equal(28, KernelDistance.OfBlock(Points.Of(1, 0, 1), Points.Of(1, 1, 3), 0, 2), 1e-12);

    /// <summary>
    /// k = (xy + 1)³ = Σ C(3, j) xʲyʲ, so MMD² = Σ C(3, j)·(E xʲ − E yʲ)². For N(0, 1) and N(½, 1): 3·½² + 3·¼² + (E y³ = ⅛ + 3/2)² = 3.578. The mean over 20
    /// independent estimates is within 4 of its standard errors, and so is that of real against real, 0.
    /// </summary>
    [Fact]
    public void Kernel_distance_is_unbiased()
    {
        double exact = 0.75 + 3 * 0.0625 + 1.625 * 1.625;
        AssertMean(exact, [.. Enumerable.Range(0, 20).Select(
            i => KernelDistance.Between(Points.Normal((ulong)(2 * i), 150, [0]), Points.Normal((ulong)(2 * i + 1), 150, [0.5])))]);
        AssertMean(0, [.. Enumerable.Range(0, 20).Select(
            i => KernelDistance.Between(Points.Normal((ulong)(2 * i), 150, [0]), Points.Normal((ulong)(2 * i + 1), 150, [0])))]);

        static void AssertMean(double expected, double[] estimates)
        {
            double mean = estimates.Average(), error = Math.Sqrt(estimates.Sum(e => (e - mean) * (e - mean)) / (estimates.Length * (estimates.Length - 1.0)));
            Assert.InRange(mean, expected - 4 * error, expected + 4 * error);
            Assert.InRange(error, 0, 0.35);
        }
    }

    /// <summary>2,300 samples are three blocks of 766; a set is at distance 0 from itself only in expectation, blocks are averaged.</summary>
    [Fact]
    public void Kernel_distance_averages_blocks()
    {
        FeatureSet a = Points.Normal(1, 2_300, [0, 1]), b = Points.Normal(2, 2_300, [0.2, 1]);
        double blocks = new[] { 0, 766, 1532 }.Average(start => KernelDistance.OfBlock(a, b, start, 766));
        Assert.Equal(blocks, KernelDistance.Between(a, b), 1e-12);
    }

    /// <summary>A shift by s moves each projection by s·u: the mean of |s·u| over the same directions, and over all of the plane |s|·2/π.</summary>
    [Fact]
    public void Sliced_Wasserstein_distance_of_a_shift()
    {
        FeatureSet set = Points.Normal(3, 77, [0, 4]);
        double distance = SlicedWasserstein.Between(set, Points.Shifted(set, 3, -4), directions: 1_000, seed: 5);
        double mean = Enumerable.Range(0, 1_000).Select(k => SlicedWasserstein.Direction(5, k, 2)).Average(u => Math.Abs(3 * u[0] - 4 * u[1]));
        Assert.Equal(mean, distance, 1e-5);
        Assert.Equal(5 * 2 / Math.PI, distance, 0.2);   // |cos| has deviation 0.31: 5·0.31/√1000 = 0.05
        Assert.NotEqual(distance, SlicedWasserstein.Between(set, Points.Shifted(set, 3, -4), directions: 1_000, seed: 6));
    }

    /// <summary>On a line there is one direction and its opposite: W₁ of N(0, 1) and N(0, 4) samples tends to E|x|·(2 − 1) = √(2/π).</summary>
    [Fact]
    public void Sliced_Wasserstein_distance_on_a_line()
    {
        Assert.Equal(0.5, SlicedWasserstein.Between(Points.Of(1, [.. Enumerable.Range(0, 12).Select(i => (float)i)]),
            Points.Of(1, [.. Enumerable.Range(0, 12).Select(i => 11.5f - i)]), 3), 1e-6);
        Assert.Equal(Math.Sqrt(2 / Math.PI), SlicedWasserstein.Between(Points.Normal(1, 20_000, [0]), Points.Normal(2, 20_000, [0], 2), 1), 0.05);
    }

    [Fact]
    public void No_number_is_given_where_the_assumptions_do_not_hold()
    {
        FeatureSet four = Points.Normal(1, 4, [0, 0, 0, 0]), many = Points.Normal(2, 60, [0, 0, 0, 0]), more = Points.Normal(2, 61, [0, 0, 0, 0]);
        AssertRefused("Fréchet distance: expected at least 5 samples, found 4", () => FrechetDistance.Between(many, four));
        AssertRefused("kernel distance: expected at least 10 samples, found 4", () => KernelDistance.Between(four, many));
        AssertRefused("sliced Wasserstein distance: expected two sets of one size, found 60 and 61 samples", () => SlicedWasserstein.Between(many, more));
        AssertRefused("precision, recall, density, coverage: expected at least 50 samples, found 4", () => Manifold.Between(four, many));
        AssertRefused("expected features of one space, found plain with 4 dimensions and plain with 3",
            () => KernelDistance.Between(many, Points.Normal(1, 60, [0, 0, 0])));
        AssertRefused(
            "expected features of one space, found plain with 4 dimensions and other with 4",
            () => FrechetDistance.Between(many, new FeatureSet("other", 4, new float[240])));
        AssertRefused("plain: expected finite features, found NaN in row 2", () => Points.Of(2, 0, 1, 2, 3, float.NaN, 5));
        AssertRefused("plain: expected rows of 2 numbers, found 3 numbers", () => Points.Of(2, 0, 1, 2));
        AssertRefused(
            "plain: expected as many fresh real samples as generated ones, since metrics depend on the number, found 60 and 61",
            () => new Comparison(many, more, many));
    }

    /// <summary>Value and floor are the same function of generated and of fresh real samples.</summary>
    [Fact]
    public void A_result_carries_its_floor()
    {
        FeatureSet reference = Points.Normal(1, 300, [0, 0]), generated = Points.Normal(2, 200, [3, 0]), fresh = Points.Normal(3, 200, [0, 0]);
        var comparison = new Comparison(reference, generated, fresh);
        MetricResult result = FrechetDistance.Of(comparison);
        Assert.Equal(("FD[plain]", Better.Lower), (result.Name, result.Better));
        Assert.Equal(FrechetDistance.Between(reference, generated), result.Value);
        Assert.Equal(FrechetDistance.Between(reference, fresh), result.Floor);
        Assert.InRange(result.Value, 7, 11);
        Assert.InRange(result.Floor, 0, 0.2);
    }

    private static void AssertRefused(string message, Func<object> metric) => Assert.Equal(message, Assert.Throws<MetricException>(metric).Message);

    private static Moments Diagonal(double[] mean, double[] deviations) =>
        new(Vector<double>.Build.Dense(mean), Matrix<double>.Build.DiagonalOfDiagonalArray([.. deviations.Select(deviation => deviation * deviation)]));
}
