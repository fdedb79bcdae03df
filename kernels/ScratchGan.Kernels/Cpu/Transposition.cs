using System.Runtime.CompilerServices;
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
    private const int Quad = 4;

    public static void Run(float* from, nint fromStep, float* to, nint toStep, int height, int width)
    {
        for (int a = 0; a < height; a += Tile)
            for (int b = 0; b < width; b += Tile)
                CopyTile(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep, Math.Min(Tile, height - a), Math.Min(Tile, width - b));
    }

    private static void CopyTile(float* from, nint fromStep, float* to, nint toStep, int height, int width)
    {
        int a8 = Avx.IsSupported ? height / Lanes * Lanes : 0;
        int b8 = width / Lanes * Lanes;
        int a4 = Sse.IsSupported ? height / Quad * Quad : 0;
        int b4 = width / Quad * Quad;
        // Rows at steps of a power of two share a few sets of the cache: each is used to its end before the next eight are touched.
        if (fromStep > toStep)
            for (int b = 0; b < b8; b += Lanes)
                for (int a = 0; a < a8; a += Lanes)
                    Turn(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep);
        else
            for (int a = 0; a < a8; a += Lanes)
                for (int b = 0; b < b8; b += Lanes)
                    Turn(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep);
        for (int a = 0; a < a4; a += Quad)
            for (int b = a < a8 ? b8 : 0; b < b4; b += Quad)
                TurnQuad(from + a + b * fromStep, fromStep, to + a * toStep + b, toStep);
        for (int b = 0; b < width; b++)
            for (int a = b < b4 ? a4 : 0; a < height; a++)
                to[a * toStep + b] = from[a + b * fromStep];
    }

    /// <summary>A block of 4 × 4, in two steps: pairs of rows are interleaved, then their halves are put together.</summary>
    private static void TurnQuad(float* from, nint fromStep, float* to, nint toStep)
    {
        Vector128<float> row0 = Sse.LoadVector128(from), row1 = Sse.LoadVector128(from + fromStep);
        Vector128<float> row2 = Sse.LoadVector128(from + 2 * fromStep), row3 = Sse.LoadVector128(from + 3 * fromStep);
        Vector128<float> low0 = Sse.UnpackLow(row0, row1), low2 = Sse.UnpackLow(row2, row3);
        Vector128<float> high0 = Sse.UnpackHigh(row0, row1), high2 = Sse.UnpackHigh(row2, row3);
        Sse.Store(to, Sse.MoveLowToHigh(low0, low2));
        Sse.Store(to + toStep, Sse.MoveHighToLow(low2, low0));
        Sse.Store(to + 2 * toStep, Sse.MoveLowToHigh(high0, high2));
        Sse.Store(to + 3 * toStep, Sse.MoveHighToLow(high2, high0));
    }

    private static void Turn(float* from, nint fromStep, float* to, nint toStep) => Store(
        Avx.LoadVector256(from), Avx.LoadVector256(from + fromStep), Avx.LoadVector256(from + 2 * fromStep), Avx.LoadVector256(from + 3 * fromStep),
        Avx.LoadVector256(from + 4 * fromStep), Avx.LoadVector256(from + 5 * fromStep), Avx.LoadVector256(from + 6 * fromStep),
        Avx.LoadVector256(from + 7 * fromStep), to, toStep);

    /// <summary>
    /// Stores the columns of an 8 × 8 block given by its rows: column c goes to target + c · stride. In registers, in three steps: pairs of rows are
    /// interleaved, then quadruples within each half of a register, then the halves are put together.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector256<float> row0, Vector256<float> row1, Vector256<float> row2, Vector256<float> row3,
        Vector256<float> row4, Vector256<float> row5, Vector256<float> row6, Vector256<float> row7, float* target, nint stride)
    {
        const byte FirstPairs = 0x44;
        const byte SecondPairs = 0xEE;
        const byte LowHalves = 0x20;
        const byte HighHalves = 0x31;
        Vector256<float> a0 = Avx.UnpackLow(row0, row1), a1 = Avx.UnpackHigh(row0, row1), a2 = Avx.UnpackLow(row2, row3), a3 = Avx.UnpackHigh(row2, row3);
        Vector256<float> a4 = Avx.UnpackLow(row4, row5), a5 = Avx.UnpackHigh(row4, row5), a6 = Avx.UnpackLow(row6, row7), a7 = Avx.UnpackHigh(row6, row7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, FirstPairs), b1 = Avx.Shuffle(a0, a2, SecondPairs);
        Vector256<float> b2 = Avx.Shuffle(a1, a3, FirstPairs), b3 = Avx.Shuffle(a1, a3, SecondPairs);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, FirstPairs), b5 = Avx.Shuffle(a4, a6, SecondPairs);
        Vector256<float> b6 = Avx.Shuffle(a5, a7, FirstPairs), b7 = Avx.Shuffle(a5, a7, SecondPairs);
        Avx.Store(target, Avx.Permute2x128(b0, b4, LowHalves));
        Avx.Store(target + stride, Avx.Permute2x128(b1, b5, LowHalves));
        Avx.Store(target + 2 * stride, Avx.Permute2x128(b2, b6, LowHalves));
        Avx.Store(target + 3 * stride, Avx.Permute2x128(b3, b7, LowHalves));
        Avx.Store(target + 4 * stride, Avx.Permute2x128(b0, b4, HighHalves));
        Avx.Store(target + 5 * stride, Avx.Permute2x128(b1, b5, HighHalves));
        Avx.Store(target + 6 * stride, Avx.Permute2x128(b2, b6, HighHalves));
        Avx.Store(target + 7 * stride, Avx.Permute2x128(b3, b7, HighHalves));
    }
}
