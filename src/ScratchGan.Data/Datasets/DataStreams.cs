namespace ScratchGan.Data;

/// <summary>
/// The Philox streams of data under the user's seed: a tag above, the number of the image or epoch below, so that none meet, nor those of a training, which are
/// below 2³².
/// </summary>
internal static class DataStreams
{
    private const ulong DigitTag = 0xD161_7501UL << 32;
    private const ulong EpochTag = 0xE70C_4502UL << 32;
    private const ulong FaceTag = 0xFACE_0503UL << 32;
    private const ulong StackTag = 0x57AC_4504UL << 32;
    private const ulong PlanarTag = 0x91A4_A505UL << 32;
    private const ulong HeldOutTag = 0x4E1D_0506UL << 32;

    internal static ulong Digit(Split split, int index) => DigitTag | ((ulong)split << 31) | (uint)index;

    internal static ulong Face(Split split, int index) => FaceTag | ((ulong)split << 31) | (uint)index;

    internal static ulong Stack(Split split, int index) => StackTag | ((ulong)split << 31) | (uint)index;

    /// <summary>One stream for all points: each has a block of its own.</summary>
    internal static ulong Planar => PlanarTag;

    internal static ulong HeldOut => HeldOutTag;

    internal static ulong Epoch(long epoch) => EpochTag | (ulong)epoch;
}
