using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>F(3, 3) on <see cref="FivePoints"/>: in two dimensions 25 multiplications instead of 81.</summary>
internal readonly unsafe struct F33 : IWinogradTile
{
    private const float A = FivePoints.A;
    private const float B = FivePoints.B;

    public static int Outputs => 3;

    public static int Taps => 3;

    public static int Points => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSimd, TVector>(float* d, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => FivePoints.Input<TSimd, TVector>(d, step, v, target);

    /// <summary>u±ₐ = (a·g₁ ± (g₀ + a²g₂))/N, the same for b, and u∞ = g₂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<TSimd, TVector>(float* g, nint step, float* u, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector g0 = TSimd.Load(g);
        TVector g1 = TSimd.Load(g + step);
        TVector g2 = TSimd.Load(g + 2 * step);
        TVector outerA = TSimd.MultiplyAdd(TSimd.Broadcast(A * A), g2, g0);
        TVector outerB = TSimd.MultiplyAdd(TSimd.Broadcast(B * B), g2, g0);
        FivePoints.Pair<TSimd, TVector>(TSimd.Multiply(TSimd.Broadcast(A * FivePoints.ScaleA), g1), outerA, FivePoints.ScaleA, u, target);
        FivePoints.Pair<TSimd, TVector>(TSimd.Multiply(TSimd.Broadcast(B * FivePoints.ScaleB), g1), outerB, FivePoints.ScaleB, u + 2 * target, target);
        TSimd.Store(g2, u + 4 * target);
    }

    /// <summary>With s and t the sum and difference of a pair: y = (sₐ + s_b, a·tₐ + b·t_b, a²sₐ + b²s_b + m∞).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSimd, TVector>(float* m, nint step, float* y, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector m0 = TSimd.Load(m);
        TVector m1 = TSimd.Load(m + step);
        TVector m2 = TSimd.Load(m + 2 * step);
        TVector m3 = TSimd.Load(m + 3 * step);
        TVector sumA = TSimd.Add(m0, m1);
        TVector sumB = TSimd.Add(m2, m3);
        TVector differenceB = TSimd.Multiply(TSimd.Broadcast(B), TSimd.Subtract(m2, m3));
        TSimd.Store(TSimd.Add(sumA, sumB), y);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A), TSimd.Subtract(m0, m1), differenceB), y + target);
        TVector last = TSimd.MultiplyAdd(TSimd.Broadcast(B * B), sumB, TSimd.Load(m + 4 * step));
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A * A), sumA, last), y + 2 * target);
    }

    /// <summary>v±ₐ = (y₀ + a²y₂) ± a·y₁, the same for b, and v∞ = y₂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<TSimd, TVector>(float* dy, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector y0 = TSimd.Load(dy);
        TVector y1 = TSimd.Load(dy + step);
        TVector y2 = TSimd.Load(dy + 2 * step);
        FivePoints.Pair<TSimd, TVector>(TSimd.MultiplyAdd(TSimd.Broadcast(A * A), y2, y0), y1, A, v, target);
        FivePoints.Pair<TSimd, TVector>(TSimd.MultiplyAdd(TSimd.Broadcast(B * B), y2, y0), y1, B, v + 2 * target, target);
        TSimd.Store(y2, v + 4 * target);
    }

    /// <summary>
    /// With s and t the sum and difference of a pair, divided by N: dg = (tₐ + t_b, a·sₐ + b·s_b, a²tₐ + b²t_b + u∞).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather<TSimd, TVector>(float* u, nint step, float* dg, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector u0 = TSimd.Load(u);
        TVector u1 = TSimd.Load(u + step);
        TVector u2 = TSimd.Load(u + 2 * step);
        TVector u3 = TSimd.Load(u + 3 * step);
        TVector differenceA = TSimd.Multiply(TSimd.Broadcast(FivePoints.ScaleA), TSimd.Subtract(u0, u1));
        TVector differenceB = TSimd.Multiply(TSimd.Broadcast(FivePoints.ScaleB), TSimd.Subtract(u2, u3));
        TSimd.Store(TSimd.Add(differenceA, differenceB), dg);
        TVector second = TSimd.Multiply(TSimd.Broadcast(B * FivePoints.ScaleB), TSimd.Add(u2, u3));
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A * FivePoints.ScaleA), TSimd.Add(u0, u1), second), dg + target);
        TVector third = TSimd.MultiplyAdd(TSimd.Broadcast(B * B), differenceB, TSimd.Load(u + 4 * step));
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Broadcast(A * A), differenceA, third), dg + 2 * target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Window<TSimd, TVector>(float* v, nint step, float* d, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => FivePoints.Window<TSimd, TVector>(v, step, d, target);
}
