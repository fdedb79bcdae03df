using System.Security.Cryptography;
using System.Text;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Stacked MNIST (Srivastava et al. 2017, VEEGAN, section 4.2; after Metz et al. 2016): three grey digits as red, green and blue, with a class for each of the
/// 1000 numbers of three digits. Image i is made of three images drawn independently and uniformly, a pure function of (seed, split, i), so that the set is
/// as large as one likes.
/// </summary>
public sealed class StackedDataset : Dataset
{
    private const int Digits = 10;

    /// <summary>Held-out images: as many as are judged in the literature.</summary>
    private const int HeldOutCount = 26_000;
    private const int TrainingCount = 128_000;

    private readonly Dataset _digits;
    private readonly ulong _seed;
    private readonly Split _split;

    /// <param name="digits">grey images of the classes 0 to 9; belongs to this set from now on</param>
    /// <param name="seed">decides which digits meet</param>
    /// <param name="split">the part that <paramref name="digits"/> are of: the two parts are paired differently</param>
    /// <exception cref="DataException">the images are not grey, or not of ten classes</exception>
    public StackedDataset(Dataset digits, ulong seed, Split split = Split.Training, int? count = null)
    {
        if (digits.Shape.Channels != 1 || digits.ClassCount != Digits)
            throw new DataException(
                $"{digits.Name}: expected grey images of {Digits} classes to stack, found {digits.Shape} with {digits.ClassCount ?? 0} classes");
        _digits = digits;
        _seed = seed;
        _split = split;
        Count = count ?? (split == Split.Training ? TrainingCount : HeldOutCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        Shape = digits.Shape with { Channels = 3 };
        Identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"stacked {digits.Identity} {seed} {split} {Count}")));
    }

    public override string Name => $"stacked {_digits.Name}";

    public override int Count { get; }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, Digits * Digits * Digits).Select(number => number.ToString("D3"))];

    public override string Identity { get; }

    public override IReadOnlyList<string> Summary
        => [$"{Name}: {Wording.Counted(Count, "image")} of {Shape}, {ClassNames.Count} classes, made of {Wording.Counted(_digits.Count, "digit")}",
            .. _digits.Summary.Skip(1)];

    /// <summary>100·red + 10·green + blue; −1 when one of the digits has no label.</summary>
    public override int Label(int index)
    {
        int number = 0;
        foreach (int digit in Parts(index))
        {
            int label = _digits.Label(digit);
            if (label < 0)
                return -1;
            number = Digits * number + label;
        }
        return number;
    }

    public override void Read(int index, Span<byte> pixels)
    {
        int[] parts = Parts(index);
        for (int channel = 0; channel < parts.Length; channel++)
            _digits.Read(parts[channel], pixels.Slice(channel * Shape.Area, Shape.Area));
    }

    public override void Dispose() => _digits.Dispose();

    /// <summary>The images that an image is made of: red, green, blue.</summary>
    internal int[] Parts(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var random = new PhiloxSequence(_seed, DataStreams.Stack(_split, index));
        return [random.NextInt(_digits.Count), random.NextInt(_digits.Count), random.NextInt(_digits.Count)];
    }
}
