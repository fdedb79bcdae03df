using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class StackedTests
{
    [Fact]
    public void Channels_are_the_digits_that_the_label_names_in_order()
    {
        var digits = new DigitDataset(16, 3, count: 5_000);
        using var stacked = new StackedDataset(digits, 3, count: 400);
        Assert.Equal((new ImageShape(3, 16, 16), 1000, "042"), (stacked.Shape, stacked.ClassCount, stacked.ClassNames[42]));
        byte[] image = new byte[stacked.Shape.Count], digit = new byte[digits.Shape.Count];
        for (int index = 0; index < 400; index++)
        {
            int[] parts = stacked.Parts(index);
            Assert.Equal(100 * digits.Label(parts[0]) + 10 * digits.Label(parts[1]) + digits.Label(parts[2]), stacked.Label(index));
            stacked.Read(index, image);
            for (int channel = 0; channel < 3; channel++)
            {
                digits.Read(parts[channel], digit);
                Assert.Equal(digit, image[(channel * 256)..((channel + 1) * 256)]);
            }
        }
    }

    [Fact]
    public void Pairing_is_a_pure_function_of_seed_split_and_index()
    {
        int[][] Pairs(ulong seed, Split split) =>
            [.. Enumerable.Range(0, 50).Reverse().Select(new StackedDataset(new DigitDataset(8, 1), seed, split).Parts).Reverse()];
        Assert.Equal(Pairs(5, Split.Training), Enumerable.Range(0, 50).Select(new StackedDataset(new DigitDataset(8, 1), 5).Parts));
        Assert.NotEqual(Pairs(5, Split.Training), Pairs(6, Split.Training));
        Assert.NotEqual(Pairs(5, Split.Training), Pairs(5, Split.HeldOut));
        Assert.NotEqual(new StackedDataset(new DigitDataset(8, 1), 5).Identity, new StackedDataset(new DigitDataset(8, 1), 6).Identity);
    }

    /// <summary>26,000 images in 1000 equal classes: 26 each, a deviation of √26, and KL ≈ 999/(2·26,000) = 0.0192 to the uniform.</summary>
    [Fact]
    public void All_thousand_classes_are_equally_likely()
    {
        using var stacked = new StackedDataset(new DigitDataset(8, 1, Split.HeldOut), 1, Split.HeldOut);
        Assert.Equal(26_000, stacked.Count);
        int[] sizes = [.. Enumerable.Range(0, stacked.Count).CountBy(stacked.Label).Select(pair => pair.Value)];
        Assert.Equal(1000, sizes.Length);
        Assert.InRange(sizes.Sum(size => size / 26_000.0 * Math.Log(size / 26.0)), 0.0192 - 0.004, 0.0192 + 0.004);
    }

    [Fact]
    public void They_are_opened_by_their_name()
    {
        using var folder = new TemporaryFolder();
        using Dataset stacked = DatasetSource.Open("stacked:digits", folder.Options(20));
        Assert.Equal(("stacked digits", new ImageShape(3, 20, 20), 1000), (stacked.Name, stacked.Shape, stacked.ClassCount));
        Assert.Equal("channels: expected 3 for stacked:digits, found 1",
            Assert.Throws<DataException>(() => DatasetSource.Open("stacked:digits", folder.Options(20) with { Channels = 1 })).Message);
        Assert.Equal(
            "faces: expected grey images of 10 classes to stack, found 1×20×20 with 2 classes",
            Assert.Throws<DataException>(() => DatasetSource.Open("stacked:faces:smile", folder.Options(20))).Message);
        Assert.Equal($"stacked:{Path.GetFullPath("mnist")}", DatasetSource.FullName("stacked:mnist"));
        Assert.Equal("stacked:digits", DatasetSource.FullName("stacked:digits"));
    }

    [Fact]
    public void Mnist_is_stacked()
    {
        string mnist = Path.Combine(Environment.GetEnvironmentVariable("SCRATCHGAN_DATA") ?? "", "mnist");
        Assert.SkipUnless(Directory.Exists(mnist), "SCRATCHGAN_DATA names no folder with mnist/");
        using var cache = new TemporaryFolder();
        using Dataset stacked = DatasetSource.Open($"stacked:{mnist}", cache.Options(28) with { Split = Split.HeldOut });
        Assert.Equal((26_000, new ImageShape(3, 28, 28)), (stacked.Count, stacked.Shape));
        Assert.Equal(1000, Enumerable.Range(0, stacked.Count).Select(stacked.Label).Distinct().Count());
    }
}
