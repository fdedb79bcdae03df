using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class MemoryDatasetTests
{
    [Fact]
    public void A_part_of_a_set_has_its_images_and_labels_in_the_given_order()
    {
        var digits = new DigitDataset(12, 4);
        int[] indices = [57, 3, 20, 3];
        MemoryDataset part = MemoryDataset.Of(digits, indices);
        byte[] expected = new byte[144], found = new byte[144];
        Assert.Equal((4, digits.Shape, 10), (part.Count, part.Shape, part.ClassCount));
        for (int i = 0; i < 4; i++)
        {
            digits.Read(indices[i], expected);
            part.Read(i, found);
            Assert.Equal(expected, found);
            Assert.Equal(indices[i] % 10, part.Label(i));
        }
        Assert.Equal(part.Identity, MemoryDataset.Of(digits, indices).Identity);
        Assert.NotEqual(part.Identity, MemoryDataset.Of(digits, [57, 3, 20, 4]).Identity);
    }

    /// <summary>3·256² bytes an image: 20,000 of them are more than an array's 2³¹.</summary>
    [Fact]
    public void More_images_than_an_array_can_hold_are_refused()
    {
        var faces = new FaceDataset(256, 1);
        Assert.Equal(
            "faces: expected at most 10,922 images of 3×256×256 to be held in memory, found 20,000",
            Assert.Throws<DataException>(() => MemoryDataset.Of(faces, new int[20_000])).Message);
    }

    [Fact]
    public void Generated_numbers_become_the_bytes_that_are_seen()
    {
        MemoryDataset drawn = MemoryDataset.OfValues("drawn", new ImageShape(1, 1, 2), [-1, 1, -7, 0.5f]);
        byte[] pixels = new byte[2];
        drawn.Read(1, pixels);
        Assert.Equal([0, 191], pixels);
        Assert.Equal((2, -1, null), (drawn.Count, drawn.Label(1), drawn.ClassNames));
        Assert.Equal(
            "drawn: expected images of finite numbers, found NaN in image 1",
            Assert.Throws<DataException>(() => MemoryDataset.OfValues("drawn", new ImageShape(1, 1, 2), [0, 0, 0, float.NaN])).Message);
        Assert.Throws<DataException>(() => new MemoryDataset("short", new ImageShape(1, 2, 3), new byte[7]));
        Assert.Throws<DataException>(() => new MemoryDataset("labels", new ImageShape(1, 1, 1), new byte[2], [0], ["only"]));
    }
}
