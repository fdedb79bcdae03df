using ScratchGan.Data;

namespace ScratchGan.Tests.Data;

/// <summary>Images of two pixels that hold their own index; image <paramref name="broken"/> cannot be read.</summary>
internal sealed class NumberedDataset(int count, int broken = -1) : Dataset
{
    public override string Name => "numbered";

    public override int Count => count;

    public override ImageShape Shape => new(1, 1, 2);

    public override IReadOnlyList<string>? ClassNames => null;

    public override string Identity => $"numbered {count}";

    public override IReadOnlyList<string> Summary => [];

    public override int Label(int index) => index;

    public override void Read(int index, Span<byte> pixels)
    {
        if (index == broken)
            throw new DataException($"image {index} is broken");
        pixels[0] = (byte)index;
        pixels[1] = (byte)(index >> 8);
    }
}
