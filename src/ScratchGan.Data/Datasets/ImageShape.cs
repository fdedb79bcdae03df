namespace ScratchGan.Data;

/// <summary>Channels × height × width of one image; pixels are planar, in this order (CHW).</summary>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Pixels of one channel.</summary>
    public int Area => Height * Width;

    /// <summary>Values of one image.</summary>
    public int Count => Channels * Height * Width;

    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
