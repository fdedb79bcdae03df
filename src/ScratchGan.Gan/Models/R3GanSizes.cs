namespace ScratchGan.Gan.Models;

/// <summary>The sizes of an R3GAN.</summary>
/// <param name="Channels">1 grey, 3 colour</param>
/// <param name="Widths">channels of the stages, from 4×4 pixels upwards, each stage of twice the side: four widths make images of 32 pixels</param>
/// <param name="Latent">length of z</param>
/// <param name="Blocks">residual blocks a stage</param>
/// <param name="GroupSize">channels that a grouped convolution sees at once; divides twice each width</param>
public sealed record R3GanSizes(int Channels, IReadOnlyList<int> Widths, int Latent = 64, int Blocks = 2, int GroupSize = 16)
{
    /// <summary>Pixels a side of the first stage.</summary>
    public const int Smallest = 4;

    /// <summary>Channels inside a block, in parts of those outside.</summary>
    internal const int Expansion = 2;

    /// <summary>Pixels a side.</summary>
    public int ImageSize => Smallest << (Widths.Count - 1);

    /// <summary>The same width in every stage, as Huang et al. 2024 have for images of 32 pixels.</summary>
    public static R3GanSizes Of(DcganSizes sizes) =>
        new(sizes.Channels, [.. Enumerable.Repeat(sizes.Features, sizes.Stages + 1)], sizes.Latent);

    /// <summary>
    /// Residual blocks of one network, L: weights of a block start smaller by L^(−1/(2m − 2)) with its m = 3 layers, so that the sum of all blocks starts as large
    /// as one (Zhang et al. 2019, Fixup).
    /// </summary>
    internal float BlockGain => MathF.Pow(Widths.Count * Blocks, -1f / 4f);

    /// <exception cref="ArgumentException">a size does not fit</exception>
    internal R3GanSizes Checked()
    {
        if (Widths.Count < 1 || GroupSize < 1 || Widths.Any(width => width < 1 || Expansion * width % GroupSize != 0))
            throw new ArgumentException(
                $"an R3GAN needs widths whose double {GroupSize} divides, found {(Widths.Count == 0 ? "none" : string.Join(", ", Widths))}");
        return this;
    }
}
