using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The innermost product: a 6×16 tile of C from one panel of A, a[k][6], and one panel of B, b[k][16]: c[r, s] = Σₖ a[k][r] · b[k][s], k in order, plus what
/// c held when asked to accumulate.
/// </summary>
/// <remarks>
/// 12 accumulators of 8 lanes, 2 for b and 1 for a use 15 of the 16 vector registers; each k costs 12 fused multiply-adds for 8 loads, and 12 independent
/// chains hide the latency of 4 cycles at 2 a cycle. The accumulators have names because an indexed array of them lives in memory, which is four to five
/// times slower.
/// </remarks>
public static unsafe class MicroKernel
{
    public const int Rows = 6;
    public const int Columns = 16;

    public static void Run(nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        if (Fma.IsSupported)
            Fused(depth, a, b, c, stride, accumulate);
        else
            Portable(depth, a, b, c, stride, accumulate);
    }

    /// <summary>AVX and FMA; k unrolled by two.</summary>
    public static void Fused(nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        Vector256<float> b0, b1, x;
        Vector256<float> c00 = Vector256<float>.Zero, c01 = Vector256<float>.Zero;
        Vector256<float> c10 = Vector256<float>.Zero, c11 = Vector256<float>.Zero;
        Vector256<float> c20 = Vector256<float>.Zero, c21 = Vector256<float>.Zero;
        Vector256<float> c30 = Vector256<float>.Zero, c31 = Vector256<float>.Zero;
        Vector256<float> c40 = Vector256<float>.Zero, c41 = Vector256<float>.Zero;
        Vector256<float> c50 = Vector256<float>.Zero, c51 = Vector256<float>.Zero;
        for (; depth >= 2; depth -= 2, a += 2 * Rows, b += 2 * Columns)
        {
            b0 = Avx.LoadVector256(b);
            b1 = Avx.LoadVector256(b + 8);
            x = Avx.BroadcastScalarToVector256(a);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256(a + 1);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256(a + 2);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256(a + 3);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Avx.BroadcastScalarToVector256(a + 4);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Avx.BroadcastScalarToVector256(a + 5);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);

            b0 = Avx.LoadVector256(b + 16);
            b1 = Avx.LoadVector256(b + 24);
            x = Avx.BroadcastScalarToVector256(a + 6);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256(a + 7);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256(a + 8);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256(a + 9);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Avx.BroadcastScalarToVector256(a + 10);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Avx.BroadcastScalarToVector256(a + 11);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
        }
        if (depth > 0)
        {
            b0 = Avx.LoadVector256(b);
            b1 = Avx.LoadVector256(b + 8);
            x = Avx.BroadcastScalarToVector256(a);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256(a + 1);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256(a + 2);
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256(a + 3);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Avx.BroadcastScalarToVector256(a + 4);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Avx.BroadcastScalarToVector256(a + 5);
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
        }
        if (accumulate)
        {
            float* row = c;
            c00 += Avx.LoadVector256(row);
            c01 += Avx.LoadVector256(row + 8);
            row += stride;
            c10 += Avx.LoadVector256(row);
            c11 += Avx.LoadVector256(row + 8);
            row += stride;
            c20 += Avx.LoadVector256(row);
            c21 += Avx.LoadVector256(row + 8);
            row += stride;
            c30 += Avx.LoadVector256(row);
            c31 += Avx.LoadVector256(row + 8);
            row += stride;
            c40 += Avx.LoadVector256(row);
            c41 += Avx.LoadVector256(row + 8);
            row += stride;
            c50 += Avx.LoadVector256(row);
            c51 += Avx.LoadVector256(row + 8);
        }
        Avx.Store(c, c00);
        Avx.Store(c + 8, c01);
        c += stride;
        Avx.Store(c, c10);
        Avx.Store(c + 8, c11);
        c += stride;
        Avx.Store(c, c20);
        Avx.Store(c + 8, c21);
        c += stride;
        Avx.Store(c, c30);
        Avx.Store(c + 8, c31);
        c += stride;
        Avx.Store(c, c40);
        Avx.Store(c + 8, c41);
        c += stride;
        Avx.Store(c, c50);
        Avx.Store(c + 8, c51);
    }

    /// <summary>The same tile in columns of four, for processors without AVX and FMA: six accumulators of 4 lanes.</summary>
    public static void Portable(nint depth, float* a, float* b, float* c, nint stride, bool accumulate)
    {
        for (int column = 0; column < Columns; column += Vector128<float>.Count)
        {
            Vector128<float> c0, c1, c2, c3, c4, c5;
            c0 = c1 = c2 = c3 = c4 = c5 = Vector128<float>.Zero;
            float* left = a;
            float* right = b + column;
            for (nint k = 0; k < depth; k++, left += Rows, right += Columns)
            {
                Vector128<float> y = Vector128.Load(right);
                c0 = Vector128.MultiplyAddEstimate(Vector128.Create(left[0]), y, c0);
                c1 = Vector128.MultiplyAddEstimate(Vector128.Create(left[1]), y, c1);
                c2 = Vector128.MultiplyAddEstimate(Vector128.Create(left[2]), y, c2);
                c3 = Vector128.MultiplyAddEstimate(Vector128.Create(left[3]), y, c3);
                c4 = Vector128.MultiplyAddEstimate(Vector128.Create(left[4]), y, c4);
                c5 = Vector128.MultiplyAddEstimate(Vector128.Create(left[5]), y, c5);
            }
            float* row = c + column;
            Finish(row, c0, accumulate);
            Finish(row + stride, c1, accumulate);
            Finish(row + 2 * stride, c2, accumulate);
            Finish(row + 3 * stride, c3, accumulate);
            Finish(row + 4 * stride, c4, accumulate);
            Finish(row + 5 * stride, c5, accumulate);
        }
    }

    private static void Finish(float* c, Vector128<float> sum, bool accumulate) =>
        (accumulate ? sum + Vector128.Load(c) : sum).Store(c);
}
