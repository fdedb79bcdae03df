using System.Text.RegularExpressions;

namespace ScratchGan.Data;

/// <summary>
/// A folder in MNIST's layout: train-images-idx3-ubyte and train-labels-idx1-ubyte to train on, t10k-… held out, plain or .gz.
/// An image up to 8 pixels smaller than asked for is centred and its border continued outwards (28 → 32 stays sharp, as is customary for
/// MNIST); otherwise it is cropped and resized like any other.
/// </summary>
internal sealed partial class IdxSource : ImageSource
{
    private const int MaximumPadding = 8;

    private readonly string _imagesPath;
    private readonly string? _labelsPath;
    private readonly int[] _shape;
    private readonly byte[]? _labels;

    internal IdxSource(string folder, Split split)
    {
        Location = folder;
        string[] names = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        // A plain file sorts before its .gz twin and is taken.
        string[] images = [.. names.Where(name => ImagesName().Match(name) is { Success: true } match && SplitOf(match) == split)];
        string[] plain = [.. images.Select(name => name.EndsWith(".gz") ? name[..^3] : name).Distinct()];
        if (plain.Length != 1)
            throw new DataException($"{folder}: expected one file {(split == Split.Training ? "train" : "t10k")}-images-idx3-ubyte or its .gz, found "
                + (plain.Length == 0 ? "none" : string.Join(" and ", plain)));
        _imagesPath = Path.Combine(folder, images[0]);
        _shape = IdxFile.ReadHeader(_imagesPath, 3);

        string labelsName = plain[0].Replace("-images", "-labels").Replace("idx3", "idx1");
        _labelsPath = names.Where(name => name == labelsName || name == labelsName + ".gz").Select(name => Path.Combine(folder, name)).FirstOrDefault();
        if (_labelsPath is not null)
        {
            int count = IdxFile.ReadHeader(_labelsPath, 1)[0];
            if (count != Count)
                throw new DataException($"{_labelsPath}: expected {Wording.Counted(Count, "label")}, one for each image of {images[0]}, found {count:N0}");
            _labels = [.. IdxFile.ReadItems(_labelsPath, 1).Select(item => item[0])];
            ClassNames = [.. Enumerable.Range(0, _labels.Max() + 1).Select(label => label.ToString())];
        }
        Facts = split == Split.HeldOut ? [] : [.. names.Where(name => ImagesName().Match(name) is { Success: true } match && SplitOf(match) == Split.HeldOut)
            .Select(name => $"{Wording.Printable(name)} is held out and not trained on")];
    }

    internal override string Location { get; }

    internal override int Count => _shape[0];

    internal override int Channels => 1;

    internal override IReadOnlyList<string>? ClassNames { get; }

    internal override IEnumerable<string> Fingerprint => _labelsPath is null ? [Stamp(_imagesPath)] : [Stamp(_imagesPath), Stamp(_labelsPath)];

    internal override IReadOnlyList<string> Facts { get; }

    internal static bool IsIn(string folder) => Directory.EnumerateFiles(folder).Any(path => ImagesName().IsMatch(Path.GetFileName(path)));

    internal static bool HasHeldOut(string folder)
        => Directory.EnumerateFiles(folder).Any(path => ImagesName().Match(Path.GetFileName(path)) is { Success: true } match && SplitOf(match) == Split.HeldOut);

    internal override IEnumerable<SourceImage> Images()
        => IdxFile.ReadItems(_imagesPath, 3).Select((item, index) => new SourceImage($"image {index}", _labels?[index] ?? -1, item));

    internal override int StoredSide() => _shape[1] == _shape[2] ? _shape[1]
        : throw new DataException($"{_imagesPath}: expected square images, found {_shape[2]}×{_shape[1]} pixels");

    internal override void Fit(SourceImage image, int size, Span<byte> planes)
    {
        int rows = _shape[1], columns = _shape[2];
        if (size < Math.Max(rows, columns) || size > Math.Min(rows, columns) + MaximumPadding)
        {
            ImageResize.ToSquare(image.Bytes, columns, rows, 1, size, planes);
            return;
        }
        int left = (size - columns) / 2, top = (size - rows) / 2;
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                planes[y * size + x] = image.Bytes[Math.Clamp(y - top, 0, rows - 1) * columns + Math.Clamp(x - left, 0, columns - 1)];
    }

    private static Split SplitOf(Match match) => match.Groups[1].Value == "train" ? Split.Training : Split.HeldOut;

    [GeneratedRegex(@"^(?:.*-)?(train|t10k|test)-images[-.]idx3-ubyte(?:\.gz)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ImagesName();
}
