using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// The innermost product of the Winograd convolutions: c[r, s] = Σₖ a[r, k] · b[k, s], k in order, plus what c held when asked to accumulate, for a few rows r
/// and two vectors of columns s. Both factors are read where they lie, at any steps between rows and k: neither is packed again.
/// </summary>
/// <remarks>
/// With 32 vector registers (AVX-512, NEON) a tile has 8 rows: 16 accumulators, 2 registers for b, 1 for a. With 16 (AVX2) it has 6: 12 + 2 + 1. Each k costs
/// two multiply-adds a row for one broadcast a row and two loads, so that the multipliers are never short of numbers. The accumulators have names because an
/// indexed array of them would live in memory. Pinned by WinogradKernelTests.
/// </remarks>
internal static unsafe class WinogradKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of a tile.</summary>
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Lanes == 8 ? 6 : 8;
    }

    /// <summary>Columns of a tile.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Lanes;
    }

    /// <param name="depth">number of k</param>
    /// <param name="a">left factor: a[r, k] is a[r · aRow + k · aStep]</param>
    /// <param name="rows">rows of a that exist, at least 1; the others repeat the first, and their results are of no use</param>
    /// <param name="b">right factor: b[k, s] is b[k · bStep + s]</param>
    /// <param name="c">result: c[r, s] is c[r · cRow + s]; all <see cref="Rows"/> rows are written</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(nint depth, float* a, nint aRow, nint aStep, int rows, float* b, nint bStep, float* c, nint cRow, bool accumulate)
    {
        if (Rows == 8)
            Rows8(depth, a, aRow, aStep, rows, b, bStep, c, cRow, accumulate);
        else
            Rows6(depth, a, aRow, aStep, rows, b, bStep, c, cRow, accumulate);
    }

    /// <summary>8 rows.</summary>
    private static void Rows8(nint depth, float* a, nint aRow, nint aStep, int rows, float* b, nint bStep, float* c, nint cRow, bool accumulate)
    {
        float* a1 = a + (rows > 1 ? aRow : 0);
        float* a2 = a + (rows > 2 ? 2 * aRow : 0);
        float* a3 = a + (rows > 3 ? 3 * aRow : 0);
        float* a4 = a + (rows > 4 ? 4 * aRow : 0);
        float* a5 = a + (rows > 5 ? 5 * aRow : 0);
        float* a6 = a + (rows > 6 ? 6 * aRow : 0);
        float* a7 = a + (rows > 7 ? 7 * aRow : 0);
        TVector b0, b1, x;
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero;
        TVector c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero;
        TVector c40 = TSimd.Zero, c41 = TSimd.Zero;
        TVector c50 = TSimd.Zero, c51 = TSimd.Zero;
        TVector c60 = TSimd.Zero, c61 = TSimd.Zero;
        TVector c70 = TSimd.Zero, c71 = TSimd.Zero;
        nint at = 0;
        for (nint k = 0; k < depth; k++, at += aStep, b += bStep)
        {
            b0 = TSimd.Load(b);
            b1 = TSimd.Load(b + TSimd.Lanes);
            x = TSimd.Broadcast(a[at]);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a1[at]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a2[at]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a3[at]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            x = TSimd.Broadcast(a4[at]);
            c40 = TSimd.MultiplyAdd(x, b0, c40);
            c41 = TSimd.MultiplyAdd(x, b1, c41);
            x = TSimd.Broadcast(a5[at]);
            c50 = TSimd.MultiplyAdd(x, b0, c50);
            c51 = TSimd.MultiplyAdd(x, b1, c51);
            x = TSimd.Broadcast(a6[at]);
            c60 = TSimd.MultiplyAdd(x, b0, c60);
            c61 = TSimd.MultiplyAdd(x, b1, c61);
            x = TSimd.Broadcast(a7[at]);
            c70 = TSimd.MultiplyAdd(x, b0, c70);
            c71 = TSimd.MultiplyAdd(x, b1, c71);
        }
        Finish(c, c00, c01, accumulate);
        Finish(c + cRow, c10, c11, accumulate);
        Finish(c + 2 * cRow, c20, c21, accumulate);
        Finish(c + 3 * cRow, c30, c31, accumulate);
        Finish(c + 4 * cRow, c40, c41, accumulate);
        Finish(c + 5 * cRow, c50, c51, accumulate);
        Finish(c + 6 * cRow, c60, c61, accumulate);
        Finish(c + 7 * cRow, c70, c71, accumulate);
    }

    /// <summary>6 rows.</summary>
    private static void Rows6(nint depth, float* a, nint aRow, nint aStep, int rows, float* b, nint bStep, float* c, nint cRow, bool accumulate)
    {
        float* a1 = a + (rows > 1 ? aRow : 0);
        float* a2 = a + (rows > 2 ? 2 * aRow : 0);
        float* a3 = a + (rows > 3 ? 3 * aRow : 0);
        float* a4 = a + (rows > 4 ? 4 * aRow : 0);
        float* a5 = a + (rows > 5 ? 5 * aRow : 0);
        TVector b0, b1, x;
        TVector c00 = TSimd.Zero, c01 = TSimd.Zero;
        TVector c10 = TSimd.Zero, c11 = TSimd.Zero;
        TVector c20 = TSimd.Zero, c21 = TSimd.Zero;
        TVector c30 = TSimd.Zero, c31 = TSimd.Zero;
        TVector c40 = TSimd.Zero, c41 = TSimd.Zero;
        TVector c50 = TSimd.Zero, c51 = TSimd.Zero;
        nint at = 0;
        for (nint k = 0; k < depth; k++, at += aStep, b += bStep)
        {
            b0 = TSimd.Load(b);
            b1 = TSimd.Load(b + TSimd.Lanes);
            x = TSimd.Broadcast(a[at]);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a1[at]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a2[at]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a3[at]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            x = TSimd.Broadcast(a4[at]);
            c40 = TSimd.MultiplyAdd(x, b0, c40);
            c41 = TSimd.MultiplyAdd(x, b1, c41);
            x = TSimd.Broadcast(a5[at]);
            c50 = TSimd.MultiplyAdd(x, b0, c50);
            c51 = TSimd.MultiplyAdd(x, b1, c51);
        }
        Finish(c, c00, c01, accumulate);
        Finish(c + cRow, c10, c11, accumulate);
        Finish(c + 2 * cRow, c20, c21, accumulate);
        Finish(c + 3 * cRow, c30, c31, accumulate);
        Finish(c + 4 * cRow, c40, c41, accumulate);
        Finish(c + 5 * cRow, c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* c, TVector left, TVector right, bool accumulate)
    {
        if (accumulate)
        {
            left = TSimd.Add(left, TSimd.Load(c));
            right = TSimd.Add(right, TSimd.Load(c + TSimd.Lanes));
        }
        TSimd.Store(left, c);
        TSimd.Store(right, c + TSimd.Lanes);
    }
}
