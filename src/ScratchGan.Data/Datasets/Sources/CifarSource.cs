namespace ScratchGan.Data;

/// <summary>
/// CIFAR-10's binary files: records of 1 label byte and 3 × 32 × 32 planar bytes. data_batch_*.bin are trained on, test_batch.bin is held out.
/// </summary>
internal sealed class CifarSource : ImageSource
{
    private const int Side = 32;
    private const int RecordLength = 1 + 3 * Side * Side;

    private static readonly string[] StandardNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private readonly string[] _files;

    internal CifarSource(string folder, Split split)
    {
        Location = folder;
        _files = Find(folder, split);
        if (_files.Length == 0)
            throw new DataException($"{folder}: expected {(split == Split.Training ? "data_batch_1.bin" : "test_batch.bin")}, found none");
        long records = 0;
        foreach (string file in _files)
        {
            long length = new FileInfo(file).Length;
            if (length == 0 || length % RecordLength != 0)
                throw new DataException($"{file}: expected a multiple of {RecordLength} bytes (CIFAR-10 records), found {length:N0}");
            records += length / RecordLength;
        }
        Count = checked((int)records);
        string names = Path.Combine(folder, "batches.meta.txt");
        ClassNames = File.Exists(names) ? [.. File.ReadLines(names).Where(line => line.Length > 0).Take(256)] : StandardNames;
        Facts = split == Split.HeldOut ? [] : [.. Find(folder, Split.HeldOut).Select(file => $"{Wording.Printable(Path.GetFileName(file))} is held out and not trained on")];
    }

    internal override string Location { get; }

    internal override int Count { get; }

    internal override int Channels => 3;

    internal override IReadOnlyList<string> ClassNames { get; }

    internal override IEnumerable<string> Fingerprint => [.. _files.Select(Stamp), .. ClassNames];

    internal override IReadOnlyList<string> Facts { get; }

    internal static bool IsIn(string folder) => Find(folder, Split.Training).Length + Find(folder, Split.HeldOut).Length > 0;

    internal static bool HasHeldOut(string folder) => Find(folder, Split.HeldOut).Length > 0;

    internal override IEnumerable<SourceImage> Images()
    {
        foreach (string path in _files)
        {
            byte[] file = ReadAll(path);
            for (int start = 0; start + RecordLength <= file.Length; start += RecordLength)
            {
                int index = start / RecordLength, label = file[start];
                if (label >= ClassNames.Count)
                    throw new DataException($"{path}: expected labels from 0 to {ClassNames.Count - 1}, found {label} in record {index:N0}");
                yield return new SourceImage($"{Path.GetFileName(path)} record {index}", label, file[(start + 1)..(start + RecordLength)]);
            }
        }
    }

    internal override int StoredSide() => Side;

    internal override void Fit(SourceImage image, int size, Span<byte> planes)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<byte> plane = image.Bytes.AsSpan(channel * Side * Side, Side * Side);
            ImageResize.ToSquare(plane, Side, Side, 1, size, planes.Slice(channel * size * size, size * size));
        }
    }

    private static string[] Find(string folder, Split split)
        => [.. Directory.EnumerateFiles(folder, split == Split.Training ? "data_batch_*.bin" : "test_batch*.bin").Order(StringComparer.Ordinal)];

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }
}
