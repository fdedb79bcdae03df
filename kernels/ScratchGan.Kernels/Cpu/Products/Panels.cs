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
                Transposition.Store(
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
