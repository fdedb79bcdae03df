namespace ScratchGan.Data;

/// <summary>A PNG of rows × columns images with a separator of two pixels, from numbers in [−1, 1].</summary>
public static class SampleGrid
{
    private const int Separator = 2;
    private const byte SeparatorLevel = 96;

    public static void Save(string path, ReadOnlySpan<float> images, ImageShape shape, int rows, int columns)
        => AtomicFile.Write(path, Encode(images, shape, rows, columns));

    /// <summary><paramref name="images"/> are [count, C, H, W] with count ≤ rows·columns, row by row; cells left over stay empty.</summary>
    public static byte[] Encode(ReadOnlySpan<float> images, ImageShape shape, int rows, int columns)
    {
        int count = images.Length / shape.Count;
        if (count * shape.Count != images.Length || count > rows * columns)
            throw new ArgumentException($"a grid of {rows}×{columns} images of {shape} was given {images.Length} values", nameof(images));
        int width = columns * (shape.Width + Separator) - Separator, height = rows * (shape.Height + Separator) - Separator;
        byte[] pixels = new byte[width * height * shape.Channels];
        Array.Fill(pixels, SeparatorLevel);
        for (int index = 0; index < count; index++)
        {
            int left = index % columns * (shape.Width + Separator), top = index / columns * (shape.Height + Separator);
            ReadOnlySpan<float> image = images.Slice(index * shape.Count, shape.Count);
            for (int channel = 0; channel < shape.Channels; channel++)
                for (int y = 0; y < shape.Height; y++)
                    for (int x = 0; x < shape.Width; x++)
                        pixels[((top + y) * width + left + x) * shape.Channels + channel] =
                            PixelRange.ToByte(image[channel * shape.Area + y * shape.Width + x]);
        }
        return ImageFile.EncodePng(pixels, width, height, shape.Channels);
    }
}
