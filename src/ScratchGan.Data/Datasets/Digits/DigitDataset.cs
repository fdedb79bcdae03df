using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// The built-in set "digits": grey handwritten-looking digits in ten equal classes, white on black like MNIST, drawn when they are read.
/// An image is a pure function of (seed, split, index), natively drawn at the asked size.
/// </summary>
public sealed class DigitDataset : Dataset
{
    private const int IdentitySamples = 100;

    private readonly ulong _seed;
    private readonly Split _split;
    private readonly Lazy<string> _identity;

    public DigitDataset(int imageSize, ulong seed, Split split = Split.Training, int? count = null)
    {
        if (imageSize is < 8 or > DigitPainter.MaximumSize)
            throw new DataException($"digits: expected an image size from 8 to {DigitPainter.MaximumSize}, found {imageSize}");
        _seed = seed;
        _split = split;
        Count = count ?? (split == Split.Training ? 60_000 : 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        Shape = new ImageShape(1, imageSize, imageSize);
        _identity = new Lazy<string>(Hash);
    }

    public override string Name => "digits";

    public override int Count { get; }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Hashes the arguments and the first images, so that a changed drawing is another data set.</summary>
    public override string Identity => _identity.Value;

    public override IReadOnlyList<string> Summary => [$"digits: {Count:N0} drawn images of {Shape}, 10 classes"];

    public override int Label(int index) => (int)((uint)index % 10);

    public override void Read(int index, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        DigitPainter.Draw(Label(index), new PhiloxSequence(_seed, DataStreams.Digit(_split, index)), Shape.Width, pixels[..Shape.Count]);
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"digits {_split} {Count} {Shape}"));
        byte[] buffer = new byte[Math.Max(8, Shape.Count)];
        BinaryPrimitives.WriteUInt64LittleEndian(buffer, _seed);
        hash.AppendData(buffer, 0, 8);
        for (int index = 0; index < Math.Min(IdentitySamples, Count); index++)
        {
            Read(index, buffer);
            hash.AppendData(buffer, 0, Shape.Count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
