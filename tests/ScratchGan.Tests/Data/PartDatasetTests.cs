using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public sealed class PartDatasetTests
{
    [Fact]
    public void Both_parts_together_are_the_set_and_no_image_is_in_both()
    {
        var digits = new DigitDataset(16, seed: 1, count: 400);
        (PartDataset training, PartDataset heldOut) = PartDataset.HoldOut(digits, seed: 3);
        Assert.Equal((380, 20), (training.Count, heldOut.Count));
        Assert.Equal(Pictures(digits).Order(StringComparer.Ordinal), Pictures(training).Concat(Pictures(heldOut)).Order(StringComparer.Ordinal));
        Assert.NotEqual(training.Identity, heldOut.Identity);
    }

    [Fact]
    public void The_division_is_a_function_of_the_seed()
    {
        var digits = new DigitDataset(16, seed: 1, count: 400);
        Assert.Equal(PartDataset.HoldOut(digits, 3).HeldOut.Identity, PartDataset.HoldOut(digits, 3).HeldOut.Identity);
        Assert.NotEqual(PartDataset.HoldOut(digits, 3).HeldOut.Identity, PartDataset.HoldOut(digits, 4).HeldOut.Identity);
    }

    [Fact]
    public void Few_images_are_not_divided() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PartDataset.HoldOut(new DigitDataset(16, seed: 1, count: 199), seed: 1));

    [Fact]
    public void Data_with_test_images_of_its_own_is_opened_with_those()
    {
        (Dataset training, Dataset? heldOut) = DatasetSource.OpenDivided(DatasetSource.Digits, new DatasetOptions(16) { Channels = 3, Seed = 3 });
        using Dataset whole = DatasetSource.Open(DatasetSource.Digits, new DatasetOptions(16) { Channels = 3, Seed = 3 });
        using Dataset test = DatasetSource.Open(DatasetSource.Digits, new DatasetOptions(16) { Channels = 3, Seed = 3, Split = Split.HeldOut });
        Assert.Equal((whole.Identity, test.Identity), (training.Identity, heldOut?.Identity));
        training.Dispose();
        heldOut?.Dispose();
    }

    [Fact]
    public void Of_other_data_a_few_are_held_out_unless_it_is_too_little()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < PartDataset.FewestToDivide; i++)
            folder.Write($"{(i == 0 ? "first" : "others")}/{i:D3}.png", TestImages.Flat(2, 2, (byte)i, 1, 2));
        DatasetOptions options = folder.Options(2) with { Seed = 3 };
        (Dataset few, Dataset? none) = DatasetSource.OpenDivided(folder["others"], options);
        Assert.Equal((PartDataset.FewestToDivide - 1, null), (few.Count, none));
        few.Dispose();

        File.Move(folder["first/000.png"], folder["others/000.png"]);
        (Dataset training, Dataset? heldOut) = DatasetSource.OpenDivided(folder["others"], options);
        using Dataset whole = DatasetSource.Open(folder["others"], options);
        (PartDataset expectedTraining, PartDataset expectedHeldOut) = PartDataset.HoldOut(whole, seed: 3);
        Assert.Equal((expectedTraining.Identity, expectedHeldOut.Identity), (training.Identity, heldOut?.Identity));
        training.Dispose();
    }

    private static IEnumerable<string> Pictures(Dataset images)
    {
        byte[] pixels = new byte[images.Shape.Count];
        for (int i = 0; i < images.Count; i++)
        {
            images.Read(i, pixels);
            yield return $"{images.Label(i)} {Convert.ToHexString(pixels)}";
        }
    }
}
