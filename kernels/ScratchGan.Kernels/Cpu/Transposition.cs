using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// to[a·toStep + b] = from[a + b·fromStep]: a matrix turned around its diagonal. Tiles of 16 × 16 use every cache line they touch whole, and are few enough
/// lines to survive strides of a power of two, where all rows fall into the same few sets of the cache.
/// </summary>
internal static unsafe class Transposition
{
    private const int Tile = 16;
    private const int Lanes = 8;

    public static void Run(float* from, nint fromStep, float* to, nint toStep, int height, int width)
    {
        for (int a = 0; a < height; a += Tile)
            for (int b = 0; b < width; b += Tile)
                CopyTile(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep, Math.Min(Tile, height - a), Math.Min(Tile, width - b));
    }

    private static void CopyTile(float* from, nint fromStep, float* to, nint toStep, int height, int width)
    {
        if (Avx.IsSupported && height == Tile && width == Tile)
        {
            for (int a = 0; a < Tile; a += Lanes)
                for (int b = 0; b < Tile; b += Lanes)
                    Turn(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep);
            return;
        }
        for (int b = 0; b < width; b++)
            for (int a = 0; a < height; a++)
                to[a * toStep + b] = from[a + b * fromStep];
    }

    /// <summary>8 × 8 in registers, in three steps: rows b and b + 1 are interleaved, then pairs of those, then the halves of four and four rows are put together.</summary>
    private static void Turn(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector256<float> row0 = Avx.LoadVector256(from);
        Vector256<float> row1 = Avx.LoadVector256(from + fromStep);
        Vector256<float> row2 = Avx.LoadVector256(from + 2 * fromStep);
        Vector256<float> row3 = Avx.LoadVector256(from + 3 * fromStep);
        Vector256<float> row4 = Avx.LoadVector256(from + 4 * fromStep);
        Vector256<float> row5 = Avx.LoadVector256(from + 5 * fromStep);
        Vector256<float> row6 = Avx.LoadVector256(from + 6 * fromStep);
        Vector256<float> row7 = Avx.LoadVector256(from + 7 * fromStep);
        (Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3) = Interleave(row0, row1, row2, row3);
        (Vector256<float> b0, Vector256<float> b1, Vector256<float> b2, Vector256<float> b3) = Interleave(row4, row5, row6, row7);
        const byte LowHalves = 0x20;
        const byte HighHalves = 0x31;
        Avx.Store(to, Avx.Permute2x128(a0, b0, LowHalves));
        Avx.Store(to + toStep, Avx.Permute2x128(a1, b1, LowHalves));
        Avx.Store(to + 2 * toStep, Avx.Permute2x128(a2, b2, LowHalves));
        Avx.Store(to + 3 * toStep, Avx.Permute2x128(a3, b3, LowHalves));
        Avx.Store(to + 4 * toStep, Avx.Permute2x128(a0, b0, HighHalves));
        Avx.Store(to + 5 * toStep, Avx.Permute2x128(a1, b1, HighHalves));
        Avx.Store(to + 6 * toStep, Avx.Permute2x128(a2, b2, HighHalves));
        Avx.Store(to + 7 * toStep, Avx.Permute2x128(a3, b3, HighHalves));
    }

    /// <summary>Columns 0, 1, 2, 3 of four rows in the low halves, columns 4, 5, 6, 7 in the high ones.</summary>
    private static (Vector256<float> Column0, Vector256<float> Column1, Vector256<float> Column2, Vector256<float> Column3) Interleave(
        Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3)
    {
        const byte FirstPairs = 0x44;
        const byte SecondPairs = 0xEE;
        Vector256<float> low01 = Avx.UnpackLow(row0, row1);
        Vector256<float> high01 = Avx.UnpackHigh(row0, row1);
        Vector256<float> low23 = Avx.UnpackLow(row2, row3);
        Vector256<float> high23 = Avx.UnpackHigh(row2, row3);
        return (Avx.Shuffle(low01, low23, FirstPairs), Avx.Shuffle(low01, low23, SecondPairs),
            Avx.Shuffle(high01, high23, FirstPairs), Avx.Shuffle(high01, high23, SecondPairs));
    }
}
