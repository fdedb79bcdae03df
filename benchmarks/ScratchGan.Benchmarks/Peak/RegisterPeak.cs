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
        List<ArithmeticRate> rates = [Measure<Lanes128>(threads)];
        if (Vector256.IsHardwareAccelerated)
            rates.Add(Measure<Lanes256>(threads));
        if (Vector512.IsHardwareAccelerated)
            rates.Add(Measure<Lanes512>(threads));
        return rates.MaxBy(rate => rate.GigaFlops);
    }

    /// <summary>The best of a few rounds of less than a tenth of a second each.</summary>
    private static ArithmeticRate Measure<TLanes>(int threads)
        where TLanes : struct, ILanes<TLanes>
    {
        using var pool = new KernelThreads(threads);
        double best = 0;
        float[] sink = new float[threads];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.For(threads, (item, _) => sink[item] = MultiplyAdds<TLanes>());
            double flops = 2.0 * threads * Iterations * Accumulators * (TLanes.Bits / (8 * sizeof(float)));
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds * 1e-9);
        }
        return new ArithmeticRate(best, TLanes.Bits);
    }

    /// <summary>Twelve independent chains: enough to hide the latency of a multiply-add, few enough for the registers.</summary>
    private static float MultiplyAdds<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes x = TLanes.All(0.999f);
        TLanes y = TLanes.All(0.001f);
        TLanes a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = TLanes.All(1f);
        for (int n = 0; n < Iterations; n++)
        {
            a = TLanes.MultiplyAdd(a, x, y);
            b = TLanes.MultiplyAdd(b, x, y);
            c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y);
            e = TLanes.MultiplyAdd(e, x, y);
            f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y);
            h = TLanes.MultiplyAdd(h, x, y);
            i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y);
            k = TLanes.MultiplyAdd(k, x, y);
            l = TLanes.MultiplyAdd(l, x, y);
        }
        return (a + b + c + d + e + f + (g + h + i + j + k + l)).Sum();
    }
}
