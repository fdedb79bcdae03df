using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ScratchGan.Data;

/// <summary>Images that are all in memory: a part of another set, or what a generator has drawn.</summary>
public sealed class MemoryDataset : Dataset
{
    private readonly byte[] _pixels;
    private readonly int[]? _labels;
    private readonly Lazy<string> _identity;

    /// <param name="pixels">[count, C, H, W]</param>
    /// <param name="labels">one an image, each a class; null when there are none</param>
    /// <param name="classNames">null when there are no labels</param>
    public MemoryDataset(string name, ImageShape shape, byte[] pixels, int[]? labels = null, IReadOnlyList<string>? classNames = null)
    {
        if (pixels.Length == 0 || pixels.Length % shape.Count != 0)
            throw new DataException($"{name}: expected whole images of {shape.Count} numbers, at least one, found {pixels.Length} numbers");
        Name = name;
        Shape = shape;
        _pixels = pixels;
        Count = pixels.Length / shape.Count;
        if ((labels is null) != (classNames is null) || (labels is not null && labels.Length != Count))
            throw new DataException($"{name}: expected labels of named classes for all {Count} images or for none, found {labels?.Length ?? 0}");
        _labels = labels;
        ClassNames = classNames;
        _identity = new Lazy<string>(Hash);
    }

    public override string Name { get; }

    public override int Count { get; }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string>? ClassNames { get; }

    public override string Identity => _identity.Value;

    public override IReadOnlyList<string> Summary => [$"{Name}: {Wording.Counted(Count, "image")} of {Shape} in memory"];

    /// <summary>Some images of another set, in the order of the indices.</summary>
    /// <exception cref="DataException">they are more than one array can hold</exception>
    public static MemoryDataset Of(Dataset source, IReadOnlyList<int> indices)
    {
        int most = Array.MaxLength / source.Shape.Count;
        if (indices.Count > most)
            throw new DataException($"{source.Name}: expected at most {most:N0} images of {source.Shape} to be held in memory, found {indices.Count:N0}");
        byte[] pixels = new byte[indices.Count * source.Shape.Count];
        for (int i = 0; i < indices.Count; i++)
            source.Read(indices[i], pixels.AsSpan(i * source.Shape.Count, source.Shape.Count));
        return new MemoryDataset(source.Name, source.Shape, pixels, source.ClassNames is null ? null : [.. indices.Select(source.Label)], source.ClassNames);
    }

    /// <summary>Numbers in [−1, 1], such as a generator draws, as the bytes that a viewer would see.</summary>
    /// <exception cref="DataException">a number is NaN or infinite</exception>
    public static MemoryDataset OfValues(
        string name, ImageShape shape, ReadOnlySpan<float> values, int[]? labels = null, IReadOnlyList<string>? classNames = null)
    {
        byte[] pixels = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new DataException($"{name}: expected images of finite numbers, found {values[i]} in image {i / shape.Count}");
            pixels[i] = PixelRange.ToByte(values[i]);
        }
        return new MemoryDataset(name, shape, pixels, labels, classNames);
    }

    public override int Label(int index) => _labels?[index] ?? -1;

    public override void Read(int index, Span<byte> pixels) => _pixels.AsSpan(index * Shape.Count, Shape.Count).CopyTo(pixels);

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"memory {Count} {Shape} {string.Join('\n', ClassNames ?? [])}"));
        hash.AppendData(_pixels);
        hash.AppendData(MemoryMarshal.AsBytes<int>(_labels ?? []));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
