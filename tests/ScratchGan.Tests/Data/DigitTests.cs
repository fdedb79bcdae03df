using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class DigitTests
{
    /// <summary>Drawing uses only exactly rounded operations, so the same bytes come out on every machine; a new drawing needs a new value here.</summary>
    [Fact]
    public void The_first_digits_are_the_pinned_ones()
        => Assert.Equal("e80329730056ff0008fbdf7e33a9c04e699ccec9e189a1599c5edf2dacc97eae", new DigitDataset(32, seed: 1).Identity);

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void An_image_is_a_pure_function_of_seed_and_index(int size)
    {
        byte[] ascending = ReadAll(new DigitDataset(size, 5), Enumerable.Range(0, 40));
        byte[] descending = ReadAll(new DigitDataset(size, 5), Enumerable.Range(0, 40).Reverse());
        int length = size * size;
        for (int index = 0; index < 40; index++)
            Assert.Equal(ascending.AsSpan(index * length, length), descending.AsSpan((39 - index) * length, length));
    }

    [Fact]
    public void Index_seed_and_split_each_change_the_image()
    {
        byte[] image = ReadAll(new DigitDataset(32, 5), [3]);
        Assert.NotEqual(image, ReadAll(new DigitDataset(32, 5), [13]));
        Assert.NotEqual(image, ReadAll(new DigitDataset(32, 6), [3]));
        Assert.NotEqual(image, ReadAll(new DigitDataset(32, 5, Split.HeldOut), [3]));
        Assert.NotEqual(new DigitDataset(32, 5).Identity, new DigitDataset(32, 6).Identity);
        Assert.NotEqual(new DigitDataset(32, 5).Identity, new DigitDataset(16, 5).Identity);
    }

    [Fact]
    public void No_two_of_a_thousand_images_are_equal()
    {
        var digits = new DigitDataset(16, 9);
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(index => Convert.ToHexString(ReadAll(digits, [index]))).Distinct().Count());
    }

    [Fact]
    public void The_ten_classes_are_equally_large()
    {
        var digits = new DigitDataset(32, 1);
        int[] sizes = [.. Enumerable.Range(0, digits.Count).CountBy(digits.Label).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.Equal(Enumerable.Repeat(6_000, 10), sizes);
        Assert.Equal(10, digits.ClassCount);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Digits_are_white_ink_on_black_inside_the_border(int size)
    {
        var digits = new DigitDataset(size, 2);
        for (int index = 0; index < 200; index++)
        {
            byte[] image = ReadAll(digits, [index]);
            for (int i = 0; i < size; i++)
                Assert.Equal<byte>([0, 0, 0, 0], [image[i], image[(size - 1) * size + i], image[i * size], image[i * size + size - 1]]);
            double inked = image.Average(level => level / 255.0);
            Assert.InRange(inked, 0.02, 0.35);
            Assert.InRange(image.Max(), 150, 255);   // the thinnest pen is half a pixel wide at size 16
        }
    }

    /// <summary>The labels say what is drawn: the nearest of 3,000 training images has the right label for nearly all of 300 held-out ones.</summary>
    [Fact]
    public void The_nearest_neighbour_reads_held_out_digits()
    {
        const int Size = 16, Length = Size * Size, Known = 3_000, Asked = 300;
        byte[] known = ReadAll(new DigitDataset(Size, 1), Enumerable.Range(0, Known));
        byte[] asked = ReadAll(new DigitDataset(Size, 1, Split.HeldOut), Enumerable.Range(0, Asked));
        int right = 0;
        for (int i = 0; i < Asked; i++)
        {
            int nearest = Enumerable.Range(0, Known).MinBy(k => SquaredDistance(asked.AsSpan(i * Length, Length), known.AsSpan(k * Length, Length)));
            right += nearest % 10 == i % 10 ? 1 : 0;
        }
        Assert.True(right >= 0.95 * Asked, $"{right} of {Asked}");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(65)]
    public void A_size_that_cannot_be_drawn_is_named(int size)
        => Assert.Equal($"digits: expected an image size from 8 to 64, found {size}", Assert.Throws<DataException>(() => new DigitDataset(size, 1)).Message);

    private static long SquaredDistance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static byte[] ReadAll(DigitDataset digits, IEnumerable<int> indices)
    {
        int[] order = [.. indices];
        byte[] pixels = new byte[order.Length * digits.Shape.Count];
        for (int i = 0; i < order.Length; i++)
            digits.Read(order[i], pixels.AsSpan(i * digits.Shape.Count, digits.Shape.Count));
        return pixels;
    }
}
