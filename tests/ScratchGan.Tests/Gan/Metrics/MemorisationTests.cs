using ScratchGan.Gan.Metrics;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

public class MemorisationTests
{
    private static readonly double[] Centre = new double[6];
    private static readonly FeatureSet Training = Points.Normal(1, 500, Centre);
    private static readonly FeatureSet Fresh = Points.Normal(2, 300, Centre);

    /// <summary>Of 300 samples 90 are training points moved by 10⁻³: they are nearer than all but 1 % of fresh ones.</summary>
    [Fact]
    public void Copies_of_training_images_are_found()
    {
        FeatureSet fresh = Points.Normal(3, 300, Centre);
        float[] values = [.. Enumerable.Range(0, 300).SelectMany(i => i < 90 ? Training[i].ToArray().Select(value => value + 1e-3f) : fresh[i].ToArray())];
        MetricResult copies = Memorisation.NearestReal(new Comparison(Training, Points.Of(6, values), Fresh));
        Assert.Equal(0.01, copies.Floor, 1e-9);
        Assert.InRange(copies.Value, 0.3, 0.33);
        Assert.Equal(("copies of real[plain]", Better.Lower), (copies.Name, copies.Better));
        Assert.InRange(Memorisation.NearestReal(new Comparison(Training, fresh, Fresh)).Value, 0, 0.035);
    }

    /// <summary>
    /// Of 300 fresh images 30 are training images: the distance that 99 % of fresh ones are beyond is 0, which none is below. Samples that are all copies,
    /// exact or not quite, are found nevertheless, beside a floor of those 30 and 1 % of the others.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e-3f)]
    public void Copies_are_found_where_real_data_hold_images_twice(float change)
    {
        float[] fresh = [.. Enumerable.Range(0, 300).SelectMany(i => i < 30 ? Training[i].ToArray() : Fresh[i].ToArray())];
        float[] copies = [.. Enumerable.Range(100, 300).SelectMany(i => Training[i].ToArray().Select(value => value + change))];
        MetricResult result = Memorisation.NearestReal(new Comparison(Training, Points.Of(6, copies), Points.Of(6, fresh)));
        Assert.Equal(1, result.Value);
        Assert.Equal(33 / 300.0, result.Floor, 1e-9);
    }

    [Fact]
    public void Copies_say_nothing_where_most_fresh_images_are_some()
    {
        float[] fresh = [.. Enumerable.Range(0, 300).SelectMany(i => i < 150 ? Training[i].ToArray() : Fresh[i].ToArray())];
        Assert.Equal(
            "nearest real image: expected fresh real images most of which are no training images, found 150 of 300 that are",
            Assert.Throws<MetricException>(() => Memorisation.NearestReal(new Comparison(Training, Fresh, Points.Of(6, fresh)))).Message);
    }

    [Fact]
    public void Suspects_are_the_nearest_pairs_in_order()
    {
        IReadOnlyList<Neighbour> pairs = Memorisation.Suspects(Points.Of(1, 10, 5, 0, 7.25f), Points.Of(1, 4, 8, 11.5f), 3);
        Assert.Equal([new Neighbour(3, 1, 0.5625), new Neighbour(1, 0, 1), new Neighbour(0, 2, 2.25)], pairs);
    }

    /// <summary>300 draws from 100 points: about 300²/200 = 450 equal pairs, and exactly those that are counted here; N ≈ 100 is found again.</summary>
    [Fact]
    public void Duplicates_are_counted_and_tell_the_size_of_the_support()
    {
        var random = new Random(4);
        int[] drawn = [.. Enumerable.Range(0, 300).Select(_ => random.Next(100))];
        FeatureSet support = Points.Normal(5, 100, Centre);
        MetricResult pairs = Memorisation.Duplicates(new Comparison(Training, Points.Of(6, [.. drawn.SelectMany(i => support[i].ToArray())]), Fresh));
        int equal = drawn.CountBy(i => i).Sum(pair => pair.Value * (pair.Value - 1) / 2);
        Assert.Equal(10, pairs.Floor);
        Assert.InRange(pairs.Value, equal, equal + 60);   // different points of the support may be near each other too
        Assert.InRange(Memorisation.SupportSize(300, equal), 75, 130);
        Assert.Equal(double.PositiveInfinity, Memorisation.SupportSize(300, 0));
    }

    [Fact]
    public void Pairs_at_the_bound_count_and_beyond_it_do_not()
    {
        FeatureSet line = Points.Of(1, 0, 1, 3, 3);
        Assert.Equal(1, Memorisation.PairsWithin(line, 0));
        Assert.Equal(2, Memorisation.PairsWithin(line, 1));
        Assert.Equal(4, Memorisation.PairsWithin(line, 4));
        Assert.Equal(6, Memorisation.PairsWithin(line, 9));
    }

    [Fact]
    public void Too_few_samples_are_refused()
    {
        FeatureSet few = Points.Normal(1, 99, Centre);
        Assert.Equal("duplicates: expected at least 100 samples, found 99", Assert.Throws<MetricException>(
            () => Memorisation.Duplicates(new Comparison(Training, few, few))).Message);
        Assert.Equal("nearest real image: expected at least 100 samples, found 99", Assert.Throws<MetricException>(
            () => Memorisation.NearestReal(new Comparison(Training, few, few))).Message);
    }
}
