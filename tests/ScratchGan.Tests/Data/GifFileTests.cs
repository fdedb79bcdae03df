using ScratchGan.Data;
using ScratchGan.Kernels.Random;
using SkiaSharp;
using Xunit;

namespace ScratchGan.Tests.Data;

/// <summary>Another decoder reads every frame as it was written.</summary>
public sealed class GifFileTests
{
    private const int Frames = 3;

    /// <summary>Noise fills the table of codes several times over; a flat picture makes the longest runs.</summary>
    [Theory]
    [InlineData(101, 97, true)]
    [InlineData(101, 97, false)]
    [InlineData(1, 1, true)]
    public void Grey_frames_are_exact(int width, int height, bool noise)
    {
        var random = new PhiloxSequence(1, 1);
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(frame => Pixels(width * height, _ => noise ? (byte)random.NextInt(256) : (byte)(60 * frame)))];
        using SKCodec codec = Open(GifFile.Encode(frames, width, height, channels: 1, hundredths: 7));
        Assert.Equal((Frames, width, height, -1), (codec.FrameCount, codec.Info.Width, codec.Info.Height, codec.RepetitionCount));
        Assert.All(codec.FrameInfo, frame => Assert.Equal(70, frame.Duration));
        for (int frame = 0; frame < Frames; frame++)
            Assert.Equal(frames[frame], Decoded(codec, frame).Select(pixel => pixel.Red));
    }

    /// <summary>Six or seven levels: the mean of a dithered 4×4 block is within a few of 255 of the colour, each pixel within one step of 51.</summary>
    [Fact]
    public void Colours_are_near_and_their_means_nearer()
    {
        byte[] frame = Pixels(16 * 16 * 3, i => (i % 3) switch { 0 => 100, 1 => 200, _ => 30 });
        using SKCodec codec = Open(GifFile.Encode([frame], 16, 16, channels: 3, hundredths: 5));
        SKColor[] pixels = Decoded(codec, 0);
        Assert.All(pixels, pixel => Assert.InRange(pixel.Red, 100 - 51, 100 + 51));
        Assert.InRange(pixels.Average(pixel => pixel.Red), 96, 104);
        Assert.InRange(pixels.Average(pixel => pixel.Green), 196, 204);
        Assert.InRange(pixels.Average(pixel => pixel.Blue), 26, 34);
    }

    private static byte[] Pixels(int count, Func<int, byte> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static SKCodec Open(byte[] file) => SKCodec.Create(SKData.CreateCopy(file));

    private static SKColor[] Decoded(SKCodec codec, int frame)
    {
        using var bitmap = new SKBitmap(codec.Info);
        Assert.Equal(SKCodecResult.Success, codec.GetPixels(codec.Info, bitmap.GetPixels(), new SKCodecOptions(frame)));
        return bitmap.Pixels;
    }
}
