using ScratchGan.Data;
using SkiaSharp;
using Xunit;

namespace ScratchGan.Tests.Data;

public class ImageFileTests
{
    /// <summary>The stored pixels are 0 1 2 / 3 4 5; the upright ones follow from the tag's definition (where row 0 and column 0 are seen).</summary>
    [Theory]
    [InlineData(1, 3, new byte[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(2, 3, new byte[] { 2, 1, 0, 5, 4, 3 })]
    [InlineData(3, 3, new byte[] { 5, 4, 3, 2, 1, 0 })]
    [InlineData(4, 3, new byte[] { 3, 4, 5, 0, 1, 2 })]
    [InlineData(5, 2, new byte[] { 0, 3, 1, 4, 2, 5 })]
    [InlineData(6, 2, new byte[] { 3, 0, 4, 1, 5, 2 })]
    [InlineData(7, 2, new byte[] { 5, 2, 4, 1, 3, 0 })]
    [InlineData(8, 2, new byte[] { 2, 5, 1, 4, 0, 3 })]
    public void Each_orientation_is_turned_upright(int orientation, int width, byte[] upright)
    {
        byte[] stored = [.. Enumerable.Range(0, 6).SelectMany(value => new[] { (byte)value, (byte)(value + 50), (byte)(value + 100) })];
        DecodedImage image = ImageOrientation.Apply(orientation, new DecodedImage(3, 2, stored));
        Assert.Equal((width, 6 / width), (image.Width, image.Height));
        Assert.Equal(upright, image.Rgb.Chunk(3).Select(pixel => pixel[0]));
        Assert.All(image.Rgb.Chunk(3), pixel => Assert.Equal((pixel[0] + 50, pixel[0] + 100), (pixel[1], pixel[2])));
    }

    [Fact]
    public void The_orientation_in_a_jpeg_is_applied()
    {
        // Stored: left half red, right half blue, wider than high. Tag 6: to be turned clockwise, so red is above blue.
        byte[] jpeg = TestImages.Draw(48, 32, (x, _) => x < 24 ? SKColors.Red : SKColors.Blue, SKEncodedImageFormat.Jpeg);
        DecodedImage image = ImageFile.Decode(TestImages.WithOrientation(jpeg, 6));
        Assert.Equal((32, 48), (image.Width, image.Height));
        Assert.True(image.Rgb[3 * (4 * 32 + 16)] > 200, "red above");
        Assert.True(image.Rgb[3 * (44 * 32 + 16) + 2] > 200, "blue below");
    }

    [Fact]
    public void A_large_jpeg_is_decoded_at_no_less_than_twice_the_asked_side_and_looks_the_same()
    {
        byte[] jpeg = TestImages.Draw(640, 480, (x, y) => new SKColor((byte)(x / 3), (byte)(y / 2), 80), SKEncodedImageFormat.Jpeg);
        DecodedImage full = ImageFile.Decode(jpeg), reduced = ImageFile.Decode(jpeg, 32);
        Assert.Equal((640, 480), (full.Width, full.Height));
        Assert.InRange(reduced.Height, 64, 128);
        byte[] fromFull = new byte[3 * 32 * 32], fromReduced = new byte[3 * 32 * 32];
        ImageResize.ToSquare(full.Rgb, full.Width, full.Height, 3, 32, fromFull);
        ImageResize.ToSquare(reduced.Rgb, reduced.Width, reduced.Height, 3, 32, fromReduced);
        for (int i = 0; i < fromFull.Length; i++)
            Assert.InRange(fromReduced[i] - fromFull[i], -4, 4);   // two resampling filters on a smooth picture
    }

    [Fact]
    public void Transparency_is_composited_on_white()
    {
        byte[] png = TestImages.Draw(4, 1, (x, _) => new SKColor(200, 0, 40, (byte)(x * 85)));
        DecodedImage image = ImageFile.Decode(png);
        for (int x = 0; x < 4; x++)
        {
            double alpha = x * 85 / 255.0;
            double[] expected = [200 * alpha + 255 * (1 - alpha), 255 * (1 - alpha), 40 * alpha + 255 * (1 - alpha)];
            for (int channel = 0; channel < 3; channel++)
                Assert.InRange(image.Rgb[3 * x + channel], expected[channel] - 1, expected[channel] + 1);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_encoded_is_decoded(int channels)
    {
        byte[] pixels = new byte[19 * 7 * channels];
        new Random(4).NextBytes(pixels);
        byte[] png = ImageFile.EncodePng(pixels, 19, 7, channels);
        Assert.Equal((19, 7, "PNG"), ImageFile.Probe(png));
        Assert.Equal(channels == 3 ? pixels : [.. pixels.SelectMany(level => new[] { level, level, level })], ImageFile.Decode(png).Rgb);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_truncated_file_is_an_error(SKEncodedImageFormat format)
    {
        byte[] file = TestImages.Draw(90, 70, (x, y) => new SKColor((byte)(x * y), (byte)(x ^ y), (byte)(x + 3 * y)), format);
        Assert.Equal(90, ImageFile.Decode(file).Width);
        string message = Assert.Throws<DataException>(() => ImageFile.Decode(file[..(file.Length / 2)])).Message;
        Assert.StartsWith("expected ", message);
        Assert.Contains(", found ", message);
    }

    [Fact]
    public void A_header_announcing_too_much_is_refused_before_any_memory_is_taken()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<DataException>(() => ImageFile.Decode(TestImages.PngAnnouncing(100_000, 100_000))).Message;
        Assert.Equal("expected at most 64 megapixels, found a header announcing 100,000 × 100,000 pixels", message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Bytes_that_are_no_image_are_named_so()
        => Assert.Equal("expected an image (PNG, JPEG, BMP, GIF or WebP), found 5 bytes that are none",
            Assert.Throws<DataException>(() => ImageFile.Decode("hello"u8.ToArray())).Message);
}
