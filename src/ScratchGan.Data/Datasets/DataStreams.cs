namespace ScratchGan.Data;

/// <summary>
/// The Philox streams of data under the user's seed: a tag above, the number of the image or epoch below, so that none meet, nor those of a training, which are
/// below 2³².
/// </summary>
internal static class DataStreams
{
    private const ulong DigitTag = 0xD161_7501UL << 32;
    private const ulong EpochTag = 0xE70C_4502UL << 32;

    internal static ulong Digit(Split split, int index) => DigitTag | ((ulong)split << 31) | (uint)index;

    internal static ulong Epoch(long epoch) => EpochTag | (ulong)epoch;
}
