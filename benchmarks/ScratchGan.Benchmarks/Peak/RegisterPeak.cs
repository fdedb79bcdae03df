using System.Diagnostics;
using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Benchmarks.Peak;

/// <summary>The best rate of multiply-adds, and the width of the registers that gave it.</summary>
internal readonly record struct ArithmeticRate(double GigaFlops, int VectorBits);

/// <summary>What the machine's arithmetic units can do at most: fused multiply-adds on registers alone.</summary>
internal static class RegisterPeak
{
    private const int Accumulators = 12;
    private const int Iterations = 4_000_000;
    private const int Rounds = 5;

    /// <summary>The best of all widths that the machine has: the widest is not always the fastest, some clock down for it.</summary>
    public static ArithmeticRate Measure(int threads)
    {
        List<ArithmeticRate> rates = [Measure<Simd128, Vector128<float>>(threads)];
        if (Vector256.IsHardwareAccelerated)
            rates.Add(Measure<Simd256, Vector256<float>>(threads));
        if (Vector512.IsHardwareAccelerated)
            rates.Add(Measure<Simd512, Vector512<float>>(threads));
        return rates.MaxBy(rate => rate.GigaFlops);
    }

    /// <summary>The best of a few rounds of less than a tenth of a second each.</summary>
    private static ArithmeticRate Measure<TSimd, TVector>(int threads)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        using var pool = new KernelThreads(threads);
        double best = 0;
        float[] sink = new float[threads];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.For(threads, (item, _) => sink[item] = MultiplyAdds<TSimd, TVector>());
            double flops = 2.0 * threads * Iterations * Accumulators * TSimd.Lanes;
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds * 1e-9);
        }
        return new ArithmeticRate(best, TSimd.Lanes * 8 * sizeof(float));
    }

    /// <summary>Twelve independent chains: enough to hide the latency of a multiply-add, few enough for the registers.</summary>
    private static unsafe float MultiplyAdds<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector x = TSimd.Broadcast(0.999f);
        TVector y = TSimd.Broadcast(0.001f);
        TVector a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = TSimd.Broadcast(1f);
        for (int n = 0; n < Iterations; n++)
        {
            a = TSimd.MultiplyAdd(a, x, y);
            b = TSimd.MultiplyAdd(b, x, y);
            c = TSimd.MultiplyAdd(c, x, y);
            d = TSimd.MultiplyAdd(d, x, y);
            e = TSimd.MultiplyAdd(e, x, y);
            f = TSimd.MultiplyAdd(f, x, y);
            g = TSimd.MultiplyAdd(g, x, y);
            h = TSimd.MultiplyAdd(h, x, y);
            i = TSimd.MultiplyAdd(i, x, y);
            j = TSimd.MultiplyAdd(j, x, y);
            k = TSimd.MultiplyAdd(k, x, y);
            l = TSimd.MultiplyAdd(l, x, y);
        }
        float* sum = stackalloc float[TSimd.Lanes];
        TVector first = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(e, f));
        TVector second = TSimd.Add(TSimd.Add(TSimd.Add(g, h), TSimd.Add(i, j)), TSimd.Add(k, l));
        TSimd.Store(TSimd.Add(first, second), sum);
        return new ReadOnlySpan<float>(sum, TSimd.Lanes).ToArray().Sum();
    }
}
