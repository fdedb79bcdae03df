using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// The built-in set "faces": cartoon faces in colour with known attributes, drawn when they are read. An image is a pure function of (seed, split, index),
/// natively drawn at 64 pixels a side or more and reduced to smaller sizes. Hair colour and glasses go through all pairs in turn, so that these ten classes are
/// equally large; the other attributes are drawn at random, independently of one another.
/// </summary>
public sealed class FaceDataset : Dataset
{
    /// <summary>Smaller images are reductions of one of this size.</summary>
    internal const int NativeSize = 64;

    private const int MinimumSize = 16;
    private const int MaximumSize = 256;
    private const int IdentitySamples = 100;
    private static readonly int HairColours = Enum.GetValues<HairColour>().Length;
    private static readonly int HairStyles = Enum.GetValues<HairStyle>().Length;
    private static readonly int SkinTones = Enum.GetValues<SkinTone>().Length;
    private static readonly int Backdrops = Enum.GetValues<Backdrop>().Length;

    private readonly ulong _seed;
    private readonly Split _split;
    private readonly FaceLabel _label;
    private readonly Lazy<string> _identity;

    public FaceDataset(int imageSize, ulong seed, Split split = Split.Training, FaceLabel label = FaceLabel.HairColourAndGlasses, int? count = null)
    {
        if (imageSize is < MinimumSize or > MaximumSize)
            throw new DataException($"faces: expected an image size from {MinimumSize} to {MaximumSize}, found {imageSize}");
        _seed = seed;
        _split = split;
        _label = label;
        Count = count ?? (split == Split.Training ? 60_000 : 10_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        Shape = new ImageShape(3, imageSize, imageSize);
        ClassNames = NamesOf(label);
        _identity = new Lazy<string>(Hash);
    }

    public override string Name => "faces";

    public override int Count { get; }

    public override ImageShape Shape { get; }

    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>Hashes the arguments and the first images, so that a changed drawing is another data set.</summary>
    public override string Identity => _identity.Value;

    public override IReadOnlyList<string> Summary => [$"faces: {Count:N0} drawn images of {Shape}, {ClassNames.Count} classes by {Words(_label)}"];

    /// <summary>What the drawing of an image shows.</summary>
    public FaceAttributes Attributes(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Attributes(index, new PhiloxSequence(_seed, DataStreams.Face(_split, index)));
    }

    public override int Label(int index)
    {
        FaceAttributes face = Attributes(index);
        return _label switch
        {
            FaceLabel.HairColour => (int)face.HairColour,
            FaceLabel.HairStyle => (int)face.HairStyle,
            FaceLabel.SkinTone => (int)face.SkinTone,
            FaceLabel.Backdrop => (int)face.Backdrop,
            FaceLabel.Glasses => face.Glasses ? 1 : 0,
            FaceLabel.Smile => face.Smile ? 1 : 0,
            FaceLabel.AgeLines => face.AgeLines ? 1 : 0,
            _ => (int)face.HairColour + (face.Glasses ? HairColours : 0),
        };
    }

    public override void Read(int index, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var random = new PhiloxSequence(_seed, DataStreams.Face(_split, index));
        FaceAttributes face = Attributes(index, random);
        int size = Shape.Width;
        if (size >= NativeSize)
        {
            FacePainter.Draw(face, random, size, pixels[..Shape.Count]);
            return;
        }
        const int area = NativeSize * NativeSize;
        byte[] native = ArrayPool<byte>.Shared.Rent(3 * area);
        FacePainter.Draw(face, random, NativeSize, native.AsSpan(0, 3 * area));
        for (int channel = 0; channel < 3; channel++)
            ImageResize.ToSquare(native.AsSpan(channel * area, area), NativeSize, NativeSize, 1, size, pixels.Slice(channel * Shape.Area, Shape.Area));
        ArrayPool<byte>.Shared.Return(native);
    }

    private static FaceAttributes Attributes(int index, PhiloxSequence random) => new(
        (HairColour)(index % HairColours), (HairStyle)random.NextInt(HairStyles), (SkinTone)random.NextInt(SkinTones), (Backdrop)random.NextInt(Backdrops),
        Glasses: index / HairColours % 2 == 1, Smile: random.NextInt(2) == 1, AgeLines: random.NextInt(3) == 1);

    private static string[] NamesOf(FaceLabel label) => label switch
    {
        FaceLabel.HairColour => Names<HairColour>(),
        FaceLabel.HairStyle => Names<HairStyle>(),
        FaceLabel.SkinTone => Names<SkinTone>(),
        FaceLabel.Backdrop => Names<Backdrop>(),
        FaceLabel.Glasses => ["no glasses", "glasses"],
        FaceLabel.Smile => ["no smile", "smile"],
        FaceLabel.AgeLines => ["no age lines", "age lines"],
        _ => [.. Names<HairColour>(), .. Names<HairColour>().Select(name => $"{name} and glasses")],
    };

    private static string[] Names<TAttribute>()
        where TAttribute : struct, Enum => [.. Enum.GetNames<TAttribute>().Select(name => Words(name))];

    private static string Words(FaceLabel label) => Words(label.ToString());

    /// <summary>"SidePart" as "side part".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"faces {_split} {_label} {Count} {Shape}"));
        byte[] buffer = new byte[Shape.Count];
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
