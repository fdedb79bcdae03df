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
