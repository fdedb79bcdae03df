using System.Buffers.Binary;

namespace ScratchGan.Data;

/// <summary>
/// An animation as GIF89a that plays for ever: one palette, and each frame's pixels in LZW (<see cref="GifCompression"/>). Grey is exact; colour has 6 levels of red, 7
/// of green and 6 of blue, dithered in a fixed pattern so that still parts stand still.
/// </summary>
public static class GifFile
{
    private const int Reds = 6;
    private const int Greens = 7;
    private const int Blues = 6;

    /// <summary>Thresholds in sixteenths (Bayer 1973): each number once, neighbours far apart.</summary>
    private static readonly int[] Pattern = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    /// <param name="frames">each [height, width, channels] with 1 (grey) or 3 (RGB) bytes a pixel</param>
    /// <param name="hundredths">of a second that a frame is shown</param>
    public static byte[] Encode(IReadOnlyList<byte[]> frames, int width, int height, int channels, int hundredths)
    {
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 3");
        if (frames.Any(frame => frame.Length != width * height * channels))
            throw new ArgumentException($"expected frames of {width}×{height}×{channels} bytes", nameof(frames));
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        // Size, a palette of 256 colours, background 0, square pixels.
        Write(file, width, height);
        file.Write([0xF7, 0, 0]);
        for (int index = 0; index < 256; index++)
            file.Write(channels == 1 ? [(byte)index, (byte)index, (byte)index] : Colour(index));
        file.Write([0x21, 0xFF, 11]);
        file.Write("NETSCAPE2.0"u8);
        file.Write([3, 1, 0, 0, 0]);
        foreach (byte[] frame in frames)
        {
            file.Write([0x21, 0xF9, 4, 0]);
            Write(file, hundredths);
            file.Write([0, 0, 0x2C]);
            Write(file, 0, 0, width, height);
            file.WriteByte(0);
            GifCompression.Write(file, channels == 1 ? frame : Indices(frame, width));
        }
        file.WriteByte(0x3B);
        return file.ToArray();
    }

    private static byte[] Colour(int index) => index >= Reds * Greens * Blues ? [0, 0, 0] :
    [
        (byte)(index / (Greens * Blues) * 255 / (Reds - 1)), (byte)(index / Blues % Greens * 255 / (Greens - 1)), (byte)(index % Blues * 255 / (Blues - 1)),
    ];

    private static byte[] Indices(byte[] rgb, int width)
    {
        byte[] indices = new byte[rgb.Length / 3];
        for (int i = 0; i < indices.Length; i++)
        {
            int threshold = Pattern[i / width % 4 * 4 + i % width % 4];
            indices[i] = (byte)((Level(rgb[3 * i], Reds, threshold) * Greens + Level(rgb[3 * i + 1], Greens, threshold)) * Blues
                + Level(rgb[3 * i + 2], Blues, threshold));
        }
        return indices;
    }

    /// <summary>⌊v·(levels − 1)/255 + threshold⌋, the threshold between 1/32 and 31/32.</summary>
    private static int Level(byte value, int levels, int threshold) => (value * (levels - 1) * 32 + 255 * (2 * threshold + 1)) / (255 * 32);

    private static void Write(Stream file, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        foreach (int number in numbers)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
            file.Write(bytes);
        }
    }
}
