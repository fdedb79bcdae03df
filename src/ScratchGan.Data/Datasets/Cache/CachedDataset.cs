using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ScratchGan.Data;

/// <summary>
/// A decoded set on disk, read image by image at its offset. The operating system keeps what is read in its page cache; unlike the pages
/// of a memory map these never count as this process's memory, so that a set far larger than memory trains in a few megabytes.
/// </summary>
internal sealed class CachedDataset : Dataset
{
    private readonly SafeFileHandle _file;
    private readonly CacheFormat _format;
    private readonly int[] _labels;

    private CachedDataset(SafeFileHandle file, CacheFormat format, int[] labels, ImageSource source)
    {
        _file = file;
        _format = format;
        _labels = labels;
        Name = source.Name;
        Shape = new ImageShape(format.Channels, format.Side, format.Side);
        ClassNames = format.Notes.ClassNames;
        Identity = Convert.ToHexStringLower(SHA256.HashData([.. format.ContentHash, .. Encoding.UTF8.GetBytes(Shape.ToString())]));
        Summary =
        [
            $"{Name}: {Wording.Counted(Count, "image")} of {Shape}" + (ClassCount is int classes ? classes == 1 ? ", 1 class" : $", {classes} classes" : ""),
            .. source.Facts,
            .. DamageSummary(format.Notes),
        ];
    }

    public override string Name { get; }

    public override int Count => _format.Count;

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string>? ClassNames { get; }

    public override string Identity { get; }

    public override IReadOnlyList<string> Summary { get; }

    /// <summary>Is every image grey, so that one channel says it all?</summary>
    internal bool IsGrey => _format.Notes.IsGrey;

    /// <summary>Opens a cache file after reading it through once to check its hash; null when it is absent or damaged.</summary>
    internal static CachedDataset? TryOpen(string path, ImageSource source)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            if (CacheFormat.Decode(stream) is not CacheFormat format)
                return null;
            stream.Position = CacheFormat.HeaderLength;
            byte[] labels = new byte[sizeof(int) * format.Count];
            if (!HashContent(stream, format, labels).AsSpan().SequenceEqual(format.ContentHash))
                return null;
            SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            return new CachedDataset(file, format, MemoryMarshal.Cast<byte, int>(labels).ToArray(), source);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override int Label(int index) => _labels[index];

    public override void Read(int index, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        Span<byte> image = pixels[..Shape.Count];
        if (RandomAccess.Read(_file, image, CacheFormat.HeaderLength + (long)index * image.Length) != image.Length)
            throw new DataException($"{Name}: the cache of decoded images became shorter while it was in use");
    }

    public override void Dispose() => _file.Dispose();

    private static byte[] HashContent(Stream stream, CacheFormat format, byte[] labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (long left = format.LabelsOffset - CacheFormat.HeaderLength; left > 0;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }
        stream.ReadExactly(labels);
        hash.AppendData(labels);
        return hash.GetHashAndReset();
    }

    private static IEnumerable<string> DamageSummary(CacheNotes notes) => notes.DamagedCount switch
    {
        0 => [],
        1 => [$"1 damaged image was skipped: {notes.DamagedNames[0]}"],
        _ => [$"{notes.DamagedCount:N0} damaged images were skipped, the first: {notes.DamagedNames[0]}"],
    };
}
