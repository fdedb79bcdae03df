namespace ScratchGan.Data;

/// <summary>One image as stored: an image file's contents, or raw bytes. <see cref="Problem"/> says why it could not be read, if so.</summary>
internal readonly record struct SourceImage(string Name, int Label, byte[] Bytes, string? Problem = null);

/// <summary>Where images come from, in a fixed order; read once, to fill the cache.</summary>
internal abstract class ImageSource : IDisposable
{
    /// <summary>The path of the data as the user gave it.</summary>
    internal abstract string Location { get; }

    /// <summary>The last part of the path.</summary>
    internal string Name => Wording.Printable(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Location))));

    /// <summary>How many images <see cref="Images"/> gives, damaged ones included.</summary>
    internal abstract int Count { get; }

    /// <summary>Channels of a decoded image, 1 or 3.</summary>
    internal abstract int Channels { get; }

    internal abstract IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Lines that change when the data does (names, sizes, times), without reading it all.</summary>
    internal abstract IEnumerable<string> Fingerprint { get; }

    /// <summary>Facts for the user, such as files that were left out.</summary>
    internal abstract IReadOnlyList<string> Facts { get; }

    internal abstract IEnumerable<SourceImage> Images();

    /// <summary>Pixels a side of the images as they are stored.</summary>
    /// <exception cref="DataException">they are not squares, or not all of one size</exception>
    internal abstract int StoredSide();

    /// <summary>Decodes one image to planar size × size; called from several threads.</summary>
    /// <exception cref="DataException">The image is damaged; it will be skipped.</exception>
    internal abstract void Fit(SourceImage image, int size, Span<byte> planes);

    public virtual void Dispose()
    {
    }

    /// <summary>A file's line in <see cref="Fingerprint"/>.</summary>
    private protected static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}";
    }
}
