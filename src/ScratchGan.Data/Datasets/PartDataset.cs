using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Some images of another set, which stays where it is. <see cref="HoldOut"/> keeps a few images of a set apart that has no test images of its own.
/// </summary>
public sealed class PartDataset : Dataset
{
    /// <summary>Sets with fewer images are not divided: too little would be left to learn from.</summary>
    public const int FewestToDivide = 200;

    private const int Share = 20;
    private const int MostHeldOut = 512;
    private readonly Dataset _inner;
    private readonly int[] _indices;
    private readonly bool _owns;
    private readonly string _part;

    private PartDataset(Dataset inner, int[] indices, bool owns, string part) => (_inner, _indices, _owns, _part) = (inner, indices, owns, part);

    public override string Name => _inner.Name;

    public override int Count => _indices.Length;

    public override ImageShape Shape => _inner.Shape;

    public override IReadOnlyList<string>? ClassNames => _inner.ClassNames;

    public override string Identity =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_inner.Identity} {_part} {string.Join(',', _indices)}")));

    public override IReadOnlyList<string> Summary => [.. _inner.Summary, string.Create(CultureInfo.InvariantCulture, $"{Count:N0} of them are {_part}")];

    /// <summary>
    /// One image in twenty, 512 at most, is held out; which ones is a pure function of the seed. The first part owns the set, and both keep its order.
    /// </summary>
    public static (PartDataset Training, PartDataset HeldOut) HoldOut(Dataset images, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images.Count, FewestToDivide);
        int[] order = [.. Enumerable.Range(0, images.Count)];
        int heldOut = Math.Min(MostHeldOut, images.Count / Share);
        new PhiloxSequence(seed, DataStreams.HeldOut).ShuffleFirst(order, heldOut);
        Array.Sort(order, 0, heldOut);
        Array.Sort(order, heldOut, order.Length - heldOut);
        return (new PartDataset(images, order[heldOut..], owns: true, "trained on"), new PartDataset(images, order[..heldOut], owns: false, "held out"));
    }

    public override int Label(int index) => _inner.Label(_indices[index]);

    public override void Read(int index, Span<byte> pixels) => _inner.Read(_indices[index], pixels);

    public override void Dispose()
    {
        if (_owns)
            _inner.Dispose();
    }
}
