using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>
/// What F(4, 2) and F(3, 3) have in common: the points ±a, ±b, ∞ with a = 1/2 and b = 5/4.
/// <para>
/// Points in pairs share their even and odd parts, so each map is about ten multiply-adds. In a simulation of many pairs these were among the best, with an
/// error 2.2 times that of the direct sum for F(4×4, 2×2) with sums in blocks of 128 and 3 times in blocks of 256, where the usual 0, ±1, 2 gave 6.6 times;
/// WinogradConvolutionTests holds the kernels to 3.
/// (Barabasz et al., "Error analysis and improving the accuracy of Winograd convolution for deep neural networks", 2020.)
/// </para>
/// </summary>
internal static unsafe class FivePoints
{
    public const float A = 0.5f;
    public const float B = 1.25f;

    /// <summary>1/N of point a, N = 2a(a² − b²); that of −a is its negative.</summary>
    public const float ScaleA = (float)(1 / (2.0 * A * (A * A - B * B)));

    /// <summary>1/N of point b, N = 2b(b² − a²); that of −b is its negative.</summary>
    public const float ScaleB = (float)(1 / (2.0 * B * (B * B - A * A)));

    /// <summary>
    /// Bᵀ d. For ±a, Π = (x ± a)(x² − b²) gives (d₃ − b²d₁) ± a(d₂ − b²d₀); ±b with a and b exchanged; for ∞, (x² − a²)(x² − b²) gives
    /// (d₄ − b²d₂) − a²(d₂ − b²d₀).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSimd, TVector>(float* d, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a2 = TSimd.Broadcast(-A * A);
        TVector b2 = TSimd.Broadcast(-B * B);
        TVector d0 = TSimd.Load(d);
        TVector d1 = TSimd.Load(d + step);
        TVector d2 = TSimd.Load(d + 2 * step);
        TVector d3 = TSimd.Load(d + 3 * step);
        TVector d4 = TSimd.Load(d + 4 * step);
        TVector evenA = TSimd.MultiplyAdd(b2, d1, d3);
        TVector oddA = TSimd.MultiplyAdd(b2, d0, d2);
        TVector evenB = TSimd.MultiplyAdd(a2, d1, d3);
        TVector oddB = TSimd.MultiplyAdd(a2, d0, d2);
        Pair<TSimd, TVector>(evenA, oddA, A, v, target);
        Pair<TSimd, TVector>(evenB, oddB, B, v + 2 * target, target);
        TSimd.Store(TSimd.MultiplyAdd(a2, oddA, TSimd.MultiplyAdd(b2, d2, d4)), v + 4 * target);
    }

    /// <summary>
    /// B v. With e and o the sum and the difference of a pair, the difference times its point: d = (−b²oₐ − a²o_b + a²b²v∞, −b²eₐ − a²e_b,
    /// oₐ + o_b − (a² + b²)v∞, eₐ + e_b, v∞).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Window<TSimd, TVector>(float* v, nint step, float* d, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a2 = TSimd.Broadcast(-A * A);
        TVector b2 = TSimd.Broadcast(-B * B);
        TVector v0 = TSimd.Load(v);
        TVector v1 = TSimd.Load(v + step);
        TVector v2 = TSimd.Load(v + 2 * step);
        TVector v3 = TSimd.Load(v + 3 * step);
        TVector v4 = TSimd.Load(v + 4 * step);
        TVector evenA = TSimd.Add(v0, v1);
        TVector evenB = TSimd.Add(v2, v3);
        TVector oddA = TSimd.Multiply(TSimd.Broadcast(A), TSimd.Subtract(v0, v1));
        TVector oddB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.Subtract(v2, v3));
        // oₐ − a²v∞ appears twice: (oₐ − a²v∞)·(−b²) − a²o_b, and (oₐ − a²v∞) + (o_b − b²v∞).
        TVector shared = TSimd.MultiplyAdd(a2, v4, oddA);
        TSimd.Store(TSimd.MultiplyAdd(b2, shared, TSimd.Multiply(a2, oddB)), d);
        TSimd.Store(TSimd.MultiplyAdd(b2, evenA, TSimd.Multiply(a2, evenB)), d + target);
        TSimd.Store(TSimd.Add(shared, TSimd.MultiplyAdd(b2, v4, oddB)), d + 2 * target);
        TSimd.Store(TSimd.Add(evenA, evenB), d + 3 * target);
        TSimd.Store(v4, d + 4 * target);
    }

    /// <summary>even ± x·odd, for the points x and −x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pair<TSimd, TVector>(TVector even, TVector odd, float x, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(x), odd, even), v);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(-x), odd, even), v + target);
    }
}
