using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>The moves of numbers into panels that all factors share.</summary>
internal static unsafe class Panels
{
    /// <summary>Floats after a left panel that <see cref="PackRows"/> may overwrite.</summary>
    public const int Slack = 8;

    /// <summary>
    /// panel[k][r] = source[r · rowStride + k] for 6 rows, the last valid one repeated: a transposition by 8×8 blocks. Each row of the panel is stored 8 wide
    /// and its last two numbers are overwritten by the next, so a panel has to be filled front to back.
    /// </summary>
    public static void PackRows(float* source, long rowStride, int rows, int depth, float* panel)
    {
        float* s0 = source;
        float* s1 = rows > 1 ? s0 + rowStride : s0;
        float* s2 = rows > 2 ? s1 + rowStride : s1;
        float* s3 = rows > 3 ? s2 + rowStride : s2;
        float* s4 = rows > 4 ? s3 + rowStride : s3;
        float* s5 = rows > 5 ? s4 + rowStride : s4;
        nint k = 0;
        if (Avx.IsSupported)
            for (; k + 8 <= depth; k += 8, panel += 8 * MicroKernel.Rows)
                Transpose8x8(
                    Avx.LoadVector256(s0 + k), Avx.LoadVector256(s1 + k), Avx.LoadVector256(s2 + k), Avx.LoadVector256(s3 + k),
                    Avx.LoadVector256(s4 + k), Avx.LoadVector256(s5 + k), Vector256<float>.Zero, Vector256<float>.Zero, panel, MicroKernel.Rows);
        for (; k < depth; k++, panel += MicroKernel.Rows)
        {
            panel[0] = s0[k];
            panel[1] = s1[k];
            panel[2] = s2[k];
            panel[3] = s3[k];
            panel[4] = s4[k];
            panel[5] = s5[k];
        }
    }

    /// <summary>Stores the columns of an 8×8 block given by its rows: column c goes to target + c · stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose8x8(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3,
        Vector256<float> r4, Vector256<float> r5, Vector256<float> r6, Vector256<float> r7, float* target, nint stride)
    {
        // Pairs of rows, then quadruples within each half of the register, then the halves.
        Vector256<float> a0 = Avx.UnpackLow(r0, r1), a1 = Avx.UnpackHigh(r0, r1), a2 = Avx.UnpackLow(r2, r3), a3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> a4 = Avx.UnpackLow(r4, r5), a5 = Avx.UnpackHigh(r4, r5), a6 = Avx.UnpackLow(r6, r7), a7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44), b1 = Avx.Shuffle(a0, a2, 0xEE), b2 = Avx.Shuffle(a1, a3, 0x44), b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44), b5 = Avx.Shuffle(a4, a6, 0xEE), b6 = Avx.Shuffle(a5, a7, 0x44), b7 = Avx.Shuffle(a5, a7, 0xEE);
        Avx.Store(target, Avx.Permute2x128(b0, b4, 0x20));
        Avx.Store(target + stride, Avx.Permute2x128(b1, b5, 0x20));
        Avx.Store(target + 2 * stride, Avx.Permute2x128(b2, b6, 0x20));
        Avx.Store(target + 3 * stride, Avx.Permute2x128(b3, b7, 0x20));
        Avx.Store(target + 4 * stride, Avx.Permute2x128(b0, b4, 0x31));
        Avx.Store(target + 5 * stride, Avx.Permute2x128(b1, b5, 0x31));
        Avx.Store(target + 6 * stride, Avx.Permute2x128(b2, b6, 0x31));
        Avx.Store(target + 7 * stride, Avx.Permute2x128(b3, b7, 0x31));
    }

    /// <summary>Copies one row of a left panel, without touching a seventh number on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopySix(float* source, float* target)
    {
        Vector128.Load(source).Store(target);
        Vector64.Load(source + 4).Store(target + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* target, long count)
    {
        nint i = 0;
        for (; i + 8 <= count; i += 8)
            Vector256.Load(source + i).Store(target + i);
        if (i + 4 <= count)
        {
            Vector128.Load(source + i).Store(target + i);
            i += 4;
        }
        for (; i < count; i++)
            target[i] = source[i];
    }
}
