using ScratchGan.Data;
using ScratchGan.Gan.Metrics;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

public class CountingTests
{
    /// <summary>Shares ½, ¼, ¼, 0 from a uniform of four: ½ ln 2 + ¼ ln 1 + ¼ ln 1 = ½ ln 2; from ⅖, ⅕, ⅕, ⅕: ln 5/4.</summary>
    [Fact]
    public void Divergence_of_shares_that_can_be_written_down()
    {
        ClassHistogram shares = ClassHistogram.Of([0, 0, 1, 2], 4), reference = ClassHistogram.Of([0, 0, 1, 2, 3], 4);
        Assert.Equal((3, 4), (shares.Found, shares.Samples));
        Assert.Equal(0.5 * Math.Log(2), shares.KlFromUniform(), 1e-12);
        Assert.Equal(Math.Log(1.25), shares.KlFrom(reference), 1e-12);
        Assert.Equal(0, reference.KlFrom(reference), 1e-12);
        MetricResult[] results = [.. ClassHistogram.Compare("net", reference, shares, reference)];
        Assert.Equal([("classes found[net]", 3.0, 4.0), ("class KL[net]", shares.KlFrom(reference), 0.0)],
            results.Select(result => (result.Name, result.Value, result.Floor)));
    }

    [Fact]
    public void Labels_that_are_missing_and_classes_without_reference_are_refused()
    {
        AssertRefused("class histogram: expected labels from 0 to 1, found none for sample 2", () => ClassHistogram.Of([0, 1, -1], 2));
        AssertRefused("class histogram: expected labels from 0 to 1, found 2 for sample 0", () => ClassHistogram.Of([2], 2));
        AssertRefused("class histogram: expected at least one sample a class, 3, found 2", () => ClassHistogram.Of([0, 1], 3));
        AssertRefused(
            "class histogram: expected only classes of the reference, found 1 samples of class 1, which it has none of",
            () => ClassHistogram.Of([0, 1], 2).KlFrom(ClassHistogram.Of([0, 0], 2)));
        AssertRefused("class histogram: expected the 3 classes of the reference, found 2", () => ClassHistogram.Of([0, 1], 2).KlFrom(
            ClassHistogram.Of([0, 1, 2], 3)));
    }

    /// <summary>
    /// On a ring of four modes, σ 0.1: 6 points on mode 0, 2 on mode 1, one 2.9σ from mode 2, one 3.1σ: 9 of 10 are good, KL = Σ p ln 4p over 6, 2, 1 of 9.
    /// </summary>
    [Fact]
    public void Quality_of_points_that_can_be_counted_by_hand()
    {
        GaussianMixture ring = GaussianMixture.Ring(modes: 4, radius: 2, deviation: 0.1f);
        float[] points = [2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0, 2, 0, 2, -2.29f, 0, -2.31f, 0];
        MixtureQuality quality = MixtureQuality.Of(ring, points);
        Assert.Equal((3, 0.9), (quality.Modes, quality.HighQuality));
        Assert.Equal(new[] { 6, 2, 1 }.Sum(n => n / 9.0 * Math.Log(n * 4 / 9.0)), quality.ReverseKl, 1e-12);
        Assert.Equal(new MixtureQuality(0, 0, double.PositiveInfinity), MixtureQuality.Of(ring, new float[20]));
    }

    /// <summary>The data itself: 1 − e^(−9/2) within four standard errors, all modes, KL near (K − 1)/2N.</summary>
    [Fact]
    public void The_mixtures_of_the_literature_have_the_ceiling_that_theory_says()
    {
        foreach (GaussianMixture mixture in (GaussianMixture[])[GaussianMixture.Ring(), GaussianMixture.Grid()])
        {
            float[] points = new float[2 * 2_500];
            mixture.Sample(seed: 3, first: 0, points);
            IReadOnlyList<MetricResult> results = MixtureQuality.Compare(mixture, points, seed: 4);
            Assert.Equal((mixture.Modes.Count, mixture.Modes.Count), ((int)results[0].Value, (int)results[0].Floor));
            Assert.Equal(1 - Math.Exp(-4.5), results[1].Value, 4 * 0.0021);
            Assert.Equal(1 - Math.Exp(-4.5), results[1].Floor, 4 * 0.0021);
            Assert.NotEqual(results[1].Value, results[1].Floor);
            Assert.InRange(results[2].Value, 0, 3 * (mixture.Modes.Count - 1) / 5_000.0);
        }
    }

    [Fact]
    public void Points_that_are_none_are_refused()
    {
        GaussianMixture ring = GaussianMixture.Ring(modes: 3);
        AssertRefused("mixture quality: expected at least 3 points, one a mode, found 2", () => MixtureQuality.Of(ring, new float[4]));
        AssertRefused("mixture quality: expected finite coordinates, found (0, NaN) as point 1", () => MixtureQuality.Of(ring, [0, 0, 0, float.NaN, 0, 0]));
    }

    private static void AssertRefused(string message, Func<object> metric) => Assert.Equal(message, Assert.Throws<MetricException>(metric).Message);
}
