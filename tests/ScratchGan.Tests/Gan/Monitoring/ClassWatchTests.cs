using ScratchGan.Data;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Monitoring;
using Xunit;

namespace ScratchGan.Tests.Gan.Monitoring;

public sealed class ClassWatchTests
{
    private static readonly DigitDataset Training = new(16, seed: 1, count: 2000);
    private static readonly DigitDataset HeldOut = new(16, seed: 1, Split.HeldOut, count: 600);

    /// <summary>Other digits than those it has seen, an unequal number of each: counted rightly to within a few of 256.</summary>
    [Fact]
    public void Digits_are_counted_by_their_nearest_neighbours()
    {
        var watch = ClassWatch.Create(Training, HeldOut, seed: 3);
        Assert.InRange(watch.Accuracy, 0.95, 1);
        Assert.Equal(ClassWatch.Count, watch.Real.Sum());
        var others = new DigitDataset(16, seed: 9, count: 2000);
        int[] expected = new int[10];
        float[] images = new float[ClassWatch.Count * 256];
        byte[] levels = new byte[256];
        for (int i = 0; i < ClassWatch.Count; i++)
        {
            int index = 10 * i + (i % 4 == 0 ? i % 10 : 7);
            expected[others.Label(index % 2000)]++;
            others.Read(index % 2000, levels);
            PixelRange.ToFloat(levels, images.AsSpan(i * 256, 256));
        }
        IReadOnlyList<int> found = watch.Of(images);
        Assert.InRange(Enumerable.Range(0, 10).Sum(digit => Math.Abs(found[digit] - expected[digit])), 0, 20);
        Assert.True(expected[7] > 190 && expected[1] == 0);
    }

    [Fact]
    public void Where_classes_cannot_be_told_it_says_why_it_is_off()
    {
        AssertOff("the images have no labels", new MemoryDataset("plain", new ImageShape(1, 4, 4), new byte[16 * 300]), Training);
        AssertOff(
            "expected at least 256 held-out images and at most 25 classes, found 40 and 10", Training, new DigitDataset(16, seed: 1, Split.HeldOut, count: 40));
        AssertOff("of held-out images right, expected at least 80 %", Noise(seed: 1), Noise(seed: 2));
    }

    /// <summary>The nearest of three examples by hand.</summary>
    [Fact]
    public void The_class_of_an_image_is_that_of_the_nearest_example()
    {
        var shape = new ImageShape(1, 2, 3);
        byte[] examples = [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0];
        var classifier = new NearestClassifier(new MemoryDataset("three", shape, examples, [2, 0, 1], ["a", "b", "c"]));
        Assert.Equal([2, 0, 1, 1], classifier.Predict(new MemoryDataset(
            "asked", shape, [9, 9, 9, 9, 9, 9, 200, 200, 200, 200, 0, 200, 140, 0, 0, 0, 0, 0, 255, 80, 80, 80, 80, 80])));
        Assert.Throws<MetricException>(() => new NearestClassifier(new MemoryDataset("three", shape, examples)));
        Assert.Throws<MetricException>(() => new NearestClassifier(new MemoryDataset("three", shape, examples, [0, -1, 1], ["a", "b"])));
    }

    [Fact]
    public void A_class_is_missing_when_it_is_hardly_drawn_at_two_checkpoints_in_a_row()
    {
        var detector = new MissingClasses([26, 25, 9, 40], ["a", "b", "c", "d"]);
        ClassCounts early = new(500, [0, 0, 0, 100]), low = new(1000, [60, 2, 0, 38]), lower = new(1500, [70, 0, 0, 30]), well = new(1500, [70, 3, 0, 27]);
        Finding finding = detector.Examine([low, lower])!;
        Assert.Equal(Concern.MissingClasses, finding.Concern);
        Assert.Equal("of 100 images hardly one is of the class b (found 0, of as many real ones 25)", finding.Evidence);
        Assert.Null(detector.Examine([early, low]));
        Assert.Null(detector.Examine([low]));
        Assert.Null(detector.Examine([low, well]));
        Assert.NotNull(detector.New([early, low, lower]));
        Assert.Null(detector.New([early, low, lower, lower with { Step = 2000 }]));
    }

    private static MemoryDataset Noise(int seed)
    {
        byte[] pixels = new byte[16 * 400];
        new Random(seed).NextBytes(pixels);
        return new MemoryDataset("noise", new ImageShape(1, 4, 4), pixels, [.. Enumerable.Range(0, 400).Select(i => i % 10)], Training.ClassNames);
    }

    private static void AssertOff(string reason, Dataset training, Dataset heldOut) =>
        Assert.Contains(reason, Assert.Throws<MetricException>(() => ClassWatch.Create(training, heldOut, seed: 3)).Message, StringComparison.Ordinal);
}
