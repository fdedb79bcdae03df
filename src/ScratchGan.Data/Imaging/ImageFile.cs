using SkiaSharp;

namespace ScratchGan.Data;

/// <summary>
/// The one file that knows the image library: probe, decode with limits, encode PNG. SixLabors.ImageSharp (or any other) could take
/// SkiaSharp's place by rewriting these three methods.
/// </summary>
public static class ImageFile
{
    /// <summary>The most pixels an image may announce: 64 Mpx, 256 MB while it is decoded.</summary>
    public const long MaximumPixels = 64L << 20;

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];

    /// <summary>Does the name end like an image file's?</summary>
    public static bool HasImageExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Size and format from the header alone, before orientation; no pixel is decoded.</summary>
    public static (int Width, int Height, string Format) Probe(byte[] file)
    {
        using SKCodec codec = Open(file);
        return (codec.Info.Width, codec.Info.Height, codec.EncodedFormat.ToString().ToUpperInvariant());
    }

    /// <summary>
    /// Decodes an image upright (EXIF orientation applied) and opaque (composited on white). A JPEG may be decoded at a fraction of its
    /// size, never below twice <paramref name="targetSide"/>: the rest of the reduction is an antialiased resize anyway.
    /// </summary>
    /// <exception cref="DataException">The file is no image, is damaged, ends early, or is larger than <see cref="MaximumPixels"/>.</exception>
    internal static DecodedImage Decode(byte[] file, int targetSide = int.MaxValue)
    {
        using SKCodec codec = Open(file);
        string announced = $"{codec.EncodedFormat.ToString().ToUpperInvariant()} image of {codec.Info.Width}×{codec.Info.Height} pixels";
        SKSizeI size = codec.Info.Size;
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && targetSide < Math.Min(size.Width, size.Height) / 2)
            // A JPEG's blocks of 8×8 can be decoded at k×k for k = 1 … 8.
            size = codec.GetScaledDimensions(MathF.Ceiling(16f * targetSide / Math.Min(size.Width, size.Height)) / 8);

        byte[] rgba = new byte[(long)size.Width * size.Height * 4];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* pointer = rgba)
                result = codec.GetPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), (nint)pointer);
        }
        if (result == SKCodecResult.IncompleteInput)
            throw new DataException($"expected a whole {announced}, found a file that ends early ({file.Length:N0} bytes)");
        if (result != SKCodecResult.Success)
            throw new DataException($"expected a {announced}, found damaged data ({result})");
        // SKEncodedOrigin has the numbers of the EXIF tag, 1 to 8.
        return ImageOrientation.Apply((int)codec.EncodedOrigin, new DecodedImage(size.Width, size.Height, OnWhite(rgba)));
    }

    /// <summary>PNG of interleaved pixels, 1 (grey) or 3 (RGB) bytes each.</summary>
    public static byte[] EncodePng(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, width * height * channels);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 or 3");
        using var bitmap = new SKBitmap(new SKImageInfo(
            width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice(y * width * channels, width * channels);
            Span<byte> targetRow = target[(y * bitmap.RowBytes)..];
            if (channels == 1)
                row.CopyTo(targetRow);
            else
                for (int x = 0; x < width; x++)
                {
                    row.Slice(3 * x, 3).CopyTo(targetRow[(4 * x)..]);
                    targetRow[4 * x + 3] = 255;
                }
        }
        using SKPixmap pixmap = bitmap.PeekPixels();
        using SKData data = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, zLibLevel: 6))
            ?? throw new InvalidOperationException("the PNG encoder gave no data");
        return data.ToArray();
    }

    private static SKCodec Open(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
            throw new DataException($"expected an image (PNG, JPEG, BMP, GIF or WebP), found {Wording.Counted(file.Length, "byte")} that {(file.Length == 1 ? "is" : "are")} none");
        SKImageInfo info = codec.Info;
        if (info.Width >= 1 && info.Height >= 1 && (long)info.Width * info.Height <= MaximumPixels)
            return codec;
        codec.Dispose();
        throw new DataException(
            $"expected at most {MaximumPixels >> 20} megapixels, found a header announcing {info.Width:N0} × {info.Height:N0} pixels");
    }

    /// <summary>c·α + 255·(1 − α), rounded, with α = alpha/255.</summary>
    private static byte[] OnWhite(byte[] rgba)
    {
        byte[] rgb = new byte[rgba.Length / 4 * 3];
        for (int source = 0, target = 0; source < rgba.Length; source += 4, target += 3)
        {
            int alpha = rgba[source + 3], white = 255 * (255 - alpha) + 127;
            rgb[target] = (byte)((rgba[source] * alpha + white) / 255);
            rgb[target + 1] = (byte)((rgba[source + 1] * alpha + white) / 255);
            rgb[target + 2] = (byte)((rgba[source + 2] * alpha + white) / 255);
        }
        return rgb;
    }
}
