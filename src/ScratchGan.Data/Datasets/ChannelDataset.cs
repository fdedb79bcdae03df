using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ScratchGan.Data;

/// <summary>
/// Another data set in one channel (luma = (77·R + 150·G + 29·B + 128)/256, exact for a grey image) or in three (the grey value thrice).
/// </summary>
internal sealed class ChannelDataset(Dataset inner, int channels) : Dataset
{
    public override string Name => inner.Name;

    public override int Count => inner.Count;

    public override ImageShape Shape => inner.Shape with { Channels = channels };

    public override IReadOnlyList<string>? ClassNames => inner.ClassNames;

    public override string Identity { get; }
        = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{inner.Identity} {channels}")));

    public override IReadOnlyList<string> Summary
        => [.. inner.Summary, $"its {inner.Shape.Channels}-channel images are {(channels == 1 ? "turned to grey" : "repeated in 3 channels")}"];

    public override int Label(int index) => inner.Label(index);

    public override void Read(int index, Span<byte> pixels)
    {
        int area = Shape.Area;
        if (channels == 3)
        {
            inner.Read(index, pixels);
            pixels[..area].CopyTo(pixels[area..]);
            pixels[..area].CopyTo(pixels[(2 * area)..]);
            return;
        }
        byte[] colour = ArrayPool<byte>.Shared.Rent(3 * area);
        inner.Read(index, colour);
        for (int i = 0; i < area; i++)
            pixels[i] = (byte)((77 * colour[i] + 150 * colour[area + i] + 29 * colour[2 * area + i] + 128) >> 8);
        ArrayPool<byte>.Shared.Return(colour);
    }

    public override void Dispose() => inner.Dispose();
}
