using System.IO.Enumeration;

namespace ScratchGan.Data;

/// <summary>The image files of a folder and its sub-folders, ordered by relative path.</summary>
internal sealed class FolderSource : ImageFileSource
{
    private readonly string _folder;
    private readonly List<Entry> _images;
    private readonly int[] _labels;

    internal FolderSource(string folder)
    {
        Location = folder;
        _folder = Path.GetFullPath(folder);
        List<Entry> files = List();
        _images = [.. files.Where(file => ImageNames.IsImage(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (_images.Count == 0)
            throw new DataException($"{folder}: expected images (PNG, JPEG, BMP, GIF, WebP), IDX or CIFAR-10 files, found {ImageNames.NoneAmong(files.Count)}");
        (ClassNames, _labels) = ImageNames.Classes([.. _images.Select(image => image.Path)]);
        Facts = ImageNames.Facts(files.Count - _images.Count);
    }

    internal override string Location { get; }

    internal override int Count => _images.Count;

    internal override IReadOnlyList<string>? ClassNames { get; }

    internal override IEnumerable<string> Fingerprint => _images.Select(image => image.ToString()).Prepend(_folder);

    internal override IReadOnlyList<string> Facts { get; }

    internal override IEnumerable<SourceImage> Images()
        => _images.Select((image, index) => Read(image.Path, Path.Combine(_folder, image.Path), _labels[index]));

    /// <summary>A file of length 0 is not opened: it is empty, or a pipe or device, where opening or reading may never end.</summary>
    private static SourceImage Read(string name, string path, int label)
    {
        try
        {
            var file = new FileInfo(path);
            if (((FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is { Exists: true, Length: 0 })
                return new SourceImage(name, label, [], "expected an image (PNG, JPEG, BMP, GIF or WebP), found an empty file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new SourceImage(name, label, [], $"cannot be read: {exception.Message}");
        }
        return Load(name, label, () => File.OpenRead(path));
    }

    /// <summary>All files below the folder; links to folders are not followed, since they may lead in a circle.</summary>
    private List<Entry> List()
    {
        var files = new FileSystemEnumerable<Entry>(
            _folder,
            (ref FileSystemEntry entry) => new Entry(
                Path.GetRelativePath(_folder, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'), entry.Length, entry.LastWriteTimeUtc.Ticks),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        try
        {
            return [.. files];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{_folder}: cannot be listed: {exception.Message}", exception);
        }
    }

    private readonly record struct Entry(string Path, long Length, long Ticks);
}
