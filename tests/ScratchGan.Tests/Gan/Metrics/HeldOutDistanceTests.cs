using ScratchGan.Data;
using ScratchGan.Gan.Metrics;
using Xunit;

namespace ScratchGan.Tests.Gan.Metrics;

public sealed class HeldOutDistanceTests
{
    private static readonly DigitDataset Training = new(16, seed: 1, Split.Training, count: 600);
    private static readonly DigitDataset HeldOut = new(16, seed: 1, Split.HeldOut, count: 600);

    /// <summary>Other digits of the same kind reach the floor to within a half of it; a grey picture, however good its mean, is several times as far.</summary>
    [Fact]
    public void Real_digits_are_near_and_one_repeated_picture_is_far()
    {
        HeldOutDistance distance = HeldOutDistance.Create(HeldOut, Training, seed: 1);
        Assert.Equal(256, distance.Count);
        float[] others = new float[256 * 256];
        new Batches(new DigitDataset(16, seed: 9, count: 300), 256, seed: 2).Next(others, new int[256]);
        Assert.InRange(distance.Of(others), 0, 1.5 * distance.Floor);
        float[] same = [.. Enumerable.Range(0, others.Length).Select(i => others[i % 256])];
        Assert.InRange(distance.Of(same), 3 * distance.Floor, double.MaxValue);
    }

    [Fact]
    public void Too_few_images_are_refused_in_words()
    {
        MetricException error = Assert.Throws<MetricException>(() => HeldOutDistance.Create(new DigitDataset(16, seed: 1, count: 9), Training, seed: 1));
        Assert.Contains("expected at least 10 images, found 9", error.Message, StringComparison.Ordinal);
    }
}
