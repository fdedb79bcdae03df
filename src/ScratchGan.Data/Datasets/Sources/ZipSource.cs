using System.IO.Compression;

namespace ScratchGan.Data;

/// <summary>The image files inside a .zip, ordered by name; nothing is ever unpacked to the disk.</summary>
internal sealed class ZipSource : ImageFileSource
{
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly List<ZipArchiveEntry> _images;
    private readonly int[] _labels;

    internal ZipSource(string path)
    {
        _path = path;
        _archive = Open(path);
        ZipArchiveEntry[] files = [.. _archive.Entries.Where(entry => !entry.FullName.EndsWith('/'))];
        if (files.FirstOrDefault(entry => IsUnsafe(entry.FullName)) is ZipArchiveEntry unsafeEntry)
            throw Refuse($"expected names inside the archive, found \"{Wording.Printable(unsafeEntry.FullName)}\", which leads out of it");
        _images = [.. files.Where(entry => ImageNames.IsImage(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal)];
        if (_images.Count == 0)
            throw Refuse($"expected images (PNG, JPEG, BMP, GIF, WebP), found {ImageNames.NoneAmong(files.Length)}");
        (ClassNames, _labels) = ImageNames.Classes([.. _images.Select(image => image.FullName)]);
        Facts = ImageNames.Facts(files.Length - _images.Count);
    }

    internal override string Location => _path;

    internal override int Count => _images.Count;

    internal override IReadOnlyList<string>? ClassNames { get; }

    internal override IEnumerable<string> Fingerprint => [Stamp(_path)];

    internal override IReadOnlyList<string> Facts { get; }

    internal override IEnumerable<SourceImage> Images()
        => _images.Select((image, index) => Load(image.FullName, _labels[index], image.Open, image.Length));

    public override void Dispose() => _archive.Dispose();

    private static ZipArchive Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            var archive = new ZipArchive(file, ZipArchiveMode.Read);
            _ = archive.Entries;   // reads the directory now, so that a truncated archive is known here
            return archive;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new DataException($"{path}: expected a .zip of images, found a file that cannot be read as one: {exception.Message}", exception);
        }
    }

    private static bool IsUnsafe(string name)
        => name.Split('/', '\\').Contains("..") || name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 1 && name[1] == ':');

    private DataException Refuse(string why)
    {
        _archive.Dispose();
        return new DataException($"{_path}: {why}");
    }
}
