using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class FaceTests
{
    /// <summary>Drawing uses only exactly rounded operations, so the same bytes come out on every machine; a new drawing needs a new value here.</summary>
    [Fact]
    public void The_first_faces_are_the_pinned_ones()
        => Assert.Equal("dc3f28a92834b91a9a9d13aed44100bae9d727fa845ba357bbfd80f2bfaebfd3", new FaceDataset(64, seed: 1).Identity);

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    public void An_image_is_a_pure_function_of_seed_and_index(int size)
    {
        byte[][] ascending = [.. Enumerable.Range(0, 30).Select(index => Read(new FaceDataset(size, 5), index))];
        var other = new FaceDataset(size, 5);
        for (int index = 29; index >= 0; index--)
            Assert.Equal(ascending[index], Read(other, index));
        Assert.Equal(30, ascending.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Seed_split_and_size_each_change_the_set()
    {
        byte[] image = Read(new FaceDataset(32, 5), 3);
        Assert.NotEqual(image, Read(new FaceDataset(32, 6), 3));
        Assert.NotEqual(image, Read(new FaceDataset(32, 5, Split.HeldOut), 3));
        string[] identities =
        [
            new FaceDataset(32, 5).Identity, new FaceDataset(32, 6).Identity, new FaceDataset(16, 5).Identity,
            new FaceDataset(32, 5, label: FaceLabel.Smile).Identity, new FaceDataset(32, 5, count: 77).Identity,
        ];
        Assert.Equal(identities.Length, identities.Distinct().Count());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(128)]
    public void An_image_fills_three_planes_with_bright_and_dark_colours(int size)
    {
        var faces = new FaceDataset(size, 2);
        Assert.Equal(new ImageShape(3, size, size), faces.Shape);
        for (int index = 0; index < 20; index++)
        {
            byte[] image = Read(faces, index);
            Assert.InRange(image.Average(level => (double)level), 60, 230);
            Assert.True(image.Max() - image.Min() > 120, $"image {index}: {image.Min()} to {image.Max()}");
            Assert.NotEqual(image[..(size * size)], image[(2 * size * size)..]);
        }
    }

    /// <summary>128 pixels show the same drawing as 64: their means over 2×2 pixels differ little.</summary>
    [Fact]
    public void A_larger_image_is_the_same_face()
    {
        byte[] small = Read(new FaceDataset(64, 3), 11), large = Read(new FaceDataset(128, 3), 11);
        double difference = 0;
        for (int i = 0; i < small.Length; i++)
        {
            int plane = i / 4096, y = i / 64 % 64, x = i % 64, first = (plane * 128 + 2 * y) * 128 + 2 * x;
            difference += Math.Abs(small[i] - (large[first] + large[first + 1] + large[first + 128] + large[first + 129]) / 4.0);
        }
        Assert.InRange(difference / small.Length, 0, 5);
    }

    /// <summary>One attribute is changed, all else stays: pixels change where it is drawn, and nowhere else.</summary>
    [Theory]
    [InlineData(nameof(FaceAttributes.Glasses), 0.38, 0.62)]
    [InlineData(nameof(FaceAttributes.Smile), 0.54, 0.78)]
    [InlineData(nameof(FaceAttributes.AgeLines), 0.2, 0.78)]
    public void An_attribute_is_seen_where_it_belongs_and_nowhere_else(string attribute, double top, double bottom)
    {
        const int size = 64;
        for (ulong stream = 0; stream < 25; stream++)
        {
            var face = new FaceAttributes((HairColour)(stream % 5), HairStyle.Bun, (SkinTone)(stream / 5), Backdrop.Mint, Glasses: false, Smile: false,
                AgeLines: false);
            FaceAttributes changed = attribute switch
            {
                nameof(FaceAttributes.Glasses) => face with { Glasses = true },
                nameof(FaceAttributes.Smile) => face with { Smile = true },
                _ => face with { AgeLines = true },
            };
            byte[] before = Draw(face, stream, size), after = Draw(changed, stream, size);
            int[] rows = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).Select(i => i / size % size)];
            Assert.InRange(rows.Length, 60, 4_000);
            Assert.InRange(rows.Min(), top * size, bottom * size);
            Assert.InRange(rows.Max(), top * size, bottom * size);
        }
    }

    /// <summary>
    /// The mean colour of a patch says which hair, skin and backdrop a label means: each kind's mean is the nearest to its own images far more often than
    /// chance.
    /// </summary>
    [Theory]
    [InlineData(FaceLabel.HairColour, 0.28, 0.34, 0.44, 0.56)]
    [InlineData(FaceLabel.SkinTone, 0.68, 0.72, 0.47, 0.53)]
    [InlineData(FaceLabel.Backdrop, 0.02, 0.08, 0.02, 0.1)]
    public void Colours_say_what_their_labels_say(FaceLabel label, double top, double bottom, double left, double right)
    {
        const int count = 300, size = 64;
        var faces = new FaceDataset(size, 4, label: label);
        double[][] colours = new double[count][];
        for (int index = 0; index < count; index++)
        {
            byte[] image = Read(faces, index);
            colours[index] = [.. Enumerable.Range(0, 3).Select(plane => Mean(image, plane))];
        }
        int classes = faces.ClassNames.Count;
        double[][] means = [.. Enumerable.Range(0, classes).Select(
            kind => MeanOf([.. Enumerable.Range(0, count).Where(i => faces.Label(i) == kind).Select(i => colours[i])]))];
        int right2 = Enumerable.Range(0, count).Count(i => Enumerable.Range(0, classes).MinBy(kind => Distance(colours[i], means[kind])) == faces.Label(i));
        Assert.True(right2 > 0.6 * count, $"{right2} of {count}");

        double Mean(byte[] image, int plane)
        {
            double sum = 0;
            int pixels = 0;
            for (int y = (int)(top * size); y < bottom * size; y++)
                for (int x = (int)(left * size); x < right * size; x++, pixels++)
                    sum += image[(plane * size + y) * size + x];
            return sum / pixels;
        }
    }

    [Fact]
    public void Labels_are_those_of_the_attributes_and_the_usual_ten_classes_are_equally_large()
    {
        var faces = new FaceDataset(16, 7, count: 1_000);
        var smiles = new FaceDataset(16, 7, label: FaceLabel.Smile, count: 1_000);
        Assert.Equal(10, faces.ClassCount);
        Assert.Equal(["no smile", "smile"], smiles.ClassNames);
        Assert.Equal("grey and glasses", faces.ClassNames[9]);
        Assert.Equal(Enumerable.Repeat(100, 10), Enumerable.Range(0, 1_000).CountBy(faces.Label).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        for (int index = 0; index < 1_000; index++)
        {
            FaceAttributes face = faces.Attributes(index);
            Assert.Equal(face, smiles.Attributes(index));
            Assert.Equal((int)face.HairColour + (face.Glasses ? 5 : 0), faces.Label(index));
            Assert.Equal(face.Smile, smiles.Label(index) == 1);
        }
        Assert.InRange(Enumerable.Range(0, 1_000).Count(index => faces.Attributes(index).Smile), 440, 560);
        Assert.Equal(8 * 5 * 6, Enumerable.Range(0, 4_000).Select(i => new FaceDataset(16, 7).Attributes(i)).Select(
            f => (f.HairStyle, f.SkinTone, f.Backdrop)).Distinct().Count());
    }

    [Theory]
    [InlineData(15)]
    [InlineData(257)]
    public void A_size_that_cannot_be_drawn_is_named(int size)
        => Assert.Equal($"faces: expected an image size from 16 to 256, found {size}", Assert.Throws<DataException>(() => new FaceDataset(size, 1)).Message);

    [Fact]
    public void They_are_opened_by_their_name_and_an_attribute()
    {
        using Dataset faces = DatasetSource.Open("faces", new DatasetOptions(32));
        using Dataset glasses = DatasetSource.Open("faces:glasses", new DatasetOptions(32) { Channels = 1, Split = Split.HeldOut });
        Assert.Equal(("faces", 60_000, 10, new ImageShape(3, 32, 32)), (faces.Name, faces.Count, faces.ClassCount, faces.Shape));
        Assert.Equal((10_000, 2, new ImageShape(1, 32, 32)), (glasses.Count, glasses.ClassCount, glasses.Shape));
        Assert.Contains("found \"hat\"", Assert.Throws<DataException>(() => DatasetSource.Open("faces:hat", new DatasetOptions(32))).Message);
    }

    private static byte[] Draw(FaceAttributes face, ulong stream, int size)
    {
        byte[] pixels = new byte[3 * size * size];
        FacePainter.Draw(face, new ScratchGan.Kernels.Random.PhiloxSequence(1, stream), size, pixels);
        return pixels;
    }

    private static byte[] Read(FaceDataset faces, int index)
    {
        byte[] pixels = new byte[faces.Shape.Count];
        faces.Read(index, pixels);
        return pixels;
    }

    private static double[] MeanOf(double[][] colours) => [.. Enumerable.Range(0, 3).Select(plane => colours.Average(colour => colour[plane]))];

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();
}
