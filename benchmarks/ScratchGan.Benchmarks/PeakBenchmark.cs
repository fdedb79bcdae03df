using System.CommandLine;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Benchmarks;

/// <summary>What the machine's arithmetic units can do at most: fused multiply-adds on registers alone. The denominator of every share of peak.</summary>
internal static class PeakBenchmark
{
    private const int Accumulators = 12;
    private const int Iterations = 4_000_000;
    private const int Rounds = 5;

    public static Command Command()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("peak", "multiply-adds on registers alone, in GFLOP/s") { threads };
        command.SetAction(result => Console.WriteLine(JsonSerializer.Serialize(
            new { name = "peak", threads = result.GetValue(threads), gflops = Math.Round(GigaFlops(result.GetValue(threads)), 1) })));
        return command;
    }

    /// <summary>The best of a few rounds of about a tenth of a second each.</summary>
    public static double GigaFlops(int threads)
    {
        using var pool = new KernelThreads(threads);
        double best = 0;
        float[] sink = new float[threads];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            pool.For(threads, (item, _) => sink[item] = MultiplyAdds());
            double flops = 2.0 * threads * Iterations * Accumulators * Vector<float>.Count;
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds * 1e-9);
        }
        return best;
    }

    /// <summary>Twelve independent chains: enough to hide the latency of a multiply-add, few enough for the registers.</summary>
    private static float MultiplyAdds()
    {
        var x = new Vector<float>(0.999f);
        var y = new Vector<float>(0.001f);
        Vector<float> a, b, c, d, e, f, g, h, i, j, k, l;
        a = b = c = d = e = f = g = h = i = j = k = l = Vector<float>.One;
        for (int n = 0; n < Iterations; n++)
        {
            a = Vector.FusedMultiplyAdd(a, x, y);
            b = Vector.FusedMultiplyAdd(b, x, y);
            c = Vector.FusedMultiplyAdd(c, x, y);
            d = Vector.FusedMultiplyAdd(d, x, y);
            e = Vector.FusedMultiplyAdd(e, x, y);
            f = Vector.FusedMultiplyAdd(f, x, y);
            g = Vector.FusedMultiplyAdd(g, x, y);
            h = Vector.FusedMultiplyAdd(h, x, y);
            i = Vector.FusedMultiplyAdd(i, x, y);
            j = Vector.FusedMultiplyAdd(j, x, y);
            k = Vector.FusedMultiplyAdd(k, x, y);
            l = Vector.FusedMultiplyAdd(l, x, y);
        }
        return Vector.Sum(a + b + c + d + e + f + (g + h + i + j + k + l));
    }
}
