namespace ScratchGan.Data;

/// <summary>Encoded image files, wherever they lie: decoded, cropped to the centre square, resized.</summary>
internal abstract class ImageFileSource : ImageSource
{
    /// <summary>The largest file that is read; what it decodes to is limited by <see cref="ImageFile.MaximumPixels"/>.</summary>
    private const long MaximumBytes = 256L << 20;

    internal sealed override int Channels => 3;

    /// <summary>Of the images whose header can be read; the others are skipped as damaged when the set is opened.</summary>
    internal sealed override int StoredSide()
    {
        (string Name, int Side)? first = null;
        foreach (SourceImage image in Images())
        {
            if (Probe(image) is not (int width, int height))
                continue;
            string name = Wording.Printable(image.Name);
            if (first is null && width != height)
                throw new DataException($"{Location}: expected square images, found {name} of {width}×{height} pixels");
            first ??= (name, width);
            int side = first.Value.Side;
            if ((width, height) != (side, side))
                throw new DataException($"{Location}: expected images of {side}×{side} pixels, as {first.Value.Name} has, found {name} of {width}×{height}");
        }
        return first?.Side ?? throw new DataException($"{Location}: expected at least one image that can be read, found none");
    }

    internal sealed override void Fit(SourceImage image, int size, Span<byte> planes)
    {
        DecodedImage decoded = ImageFile.Decode(image.Bytes, size);
        ImageResize.ToSquare(decoded.Rgb, decoded.Width, decoded.Height, 3, size, planes);
    }

    private static (int Width, int Height)? Probe(SourceImage image)
    {
        try
        {
            return image.Problem is null && ImageFile.Probe(image.Bytes) is (int width, int height, _) ? (width, height) : null;
        }
        catch (DataException)
        {
            return null;
        }
    }

    /// <summary>Reads one file whole; what cannot be read becomes a problem of this image only.</summary>
    private protected static SourceImage Load(string name, int label, Func<Stream> open, long? knownLength = null)
    {
        try
        {
            using Stream stream = open();
            long length = knownLength ?? stream.Length;
            if (length > MaximumBytes)
                return new SourceImage(name, label, [], $"expected a file of at most {MaximumBytes >> 20} MB, found {length >> 20:N0} MB");
            byte[] bytes = new byte[length];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return new SourceImage(name, label, bytes, read == length ? null : $"expected {length:N0} bytes, found {read:N0}");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new SourceImage(name, label, [], $"cannot be read: {exception.Message}");
        }
    }
}
