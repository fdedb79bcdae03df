using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>F(2, 2) on the points 1, −1, ∞: in two dimensions 9 multiplications instead of 16, and transformed weights take a third of F(4, 2)'s memory.</summary>
internal readonly unsafe struct F22 : IWinogradTile
{
    public static int Outputs => 2;

    public static int Taps => 2;

    public static int Points => 3;

    /// <summary>v = (d₁ + d₀, d₁ − d₀, d₂ − d₀).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TSimd, TVector>(float* d, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector d0 = TSimd.Load(d);
        TVector d1 = TSimd.Load(d + step);
        TSimd.Store(TSimd.Add(d1, d0), v);
        TSimd.Store(TSimd.Subtract(d1, d0), v + target);
        TSimd.Store(TSimd.Subtract(TSimd.Load(d + 2 * step), d0), v + 2 * target);
    }

    /// <summary>u = ((g₁ + g₀)/2, (g₁ − g₀)/2, g₁).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter<TSimd, TVector>(float* g, nint step, float* u, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector half = TSimd.Broadcast(0.5f);
        TVector g0 = TSimd.Load(g);
        TVector g1 = TSimd.Load(g + step);
        TSimd.Store(TSimd.Multiply(half, TSimd.Add(g1, g0)), u);
        TSimd.Store(TSimd.Multiply(half, TSimd.Subtract(g1, g0)), u + target);
        TSimd.Store(g1, u + 2 * target);
    }

    /// <summary>y = (m₀ + m₁, m₀ − m₁ + m₂).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TSimd, TVector>(float* m, nint step, float* y, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector m0 = TSimd.Load(m);
        TVector m1 = TSimd.Load(m + step);
        TSimd.Store(TSimd.Add(m0, m1), y);
        TSimd.Store(TSimd.Add(TSimd.Subtract(m0, m1), TSimd.Load(m + 2 * step)), y + target);
    }

    /// <summary>v = (y₀ + y₁, y₀ − y₁, y₁).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread<TSimd, TVector>(float* dy, nint step, float* v, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector y0 = TSimd.Load(dy);
        TVector y1 = TSimd.Load(dy + step);
        TSimd.Store(TSimd.Add(y0, y1), v);
        TSimd.Store(TSimd.Subtract(y0, y1), v + target);
        TSimd.Store(y1, v + 2 * target);
    }

    /// <summary>dg = ((u₀ − u₁)/2, (u₀ + u₁)/2 + u₂).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather<TSimd, TVector>(float* u, nint step, float* dg, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector half = TSimd.Broadcast(0.5f);
        TVector u0 = TSimd.Load(u);
        TVector u1 = TSimd.Load(u + step);
        TSimd.Store(TSimd.Multiply(half, TSimd.Subtract(u0, u1)), dg);
        TSimd.Store(TSimd.MultiplyAdd(half, TSimd.Add(u0, u1), TSimd.Load(u + 2 * step)), dg + target);
    }

    /// <summary>d = (v₀ − v₁ − v₂, v₀ + v₁, v₂).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Window<TSimd, TVector>(float* v, nint step, float* d, nint target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector v0 = TSimd.Load(v);
        TVector v1 = TSimd.Load(v + step);
        TVector v2 = TSimd.Load(v + 2 * step);
        TSimd.Store(TSimd.Subtract(TSimd.Subtract(v0, v1), v2), d);
        TSimd.Store(TSimd.Add(v0, v1), d + target);
        TSimd.Store(v2, d + 2 * target);
    }
}
