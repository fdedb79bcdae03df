using System.CommandLine;

namespace ScratchGan.Benchmarks.Peak;

/// <summary>The machine's own limits, the denominators of every share: arithmetic on registers, and memory.</summary>
internal static class PeakBenchmark
{
    /// <summary>Of one array: several times the largest caches.</summary>
    public const int Mebibytes = 256;

    /// <summary>For a short form: enough to show that it runs.</summary>
    public const int QuickMebibytes = 32;

    public static Command Command()
    {
        Option<int[]> threads = CommonOptions.Counts("--threads", Usual());
        Option<int> mebibytes = CommonOptions.Count("--mebibytes", Mebibytes);
        mebibytes.Description = "of each of the three arrays that the walks through memory use";
        Option<string?> output = CommonOptions.Output();
        var command = new Command("peak", "multiply-adds on registers alone in GFLOP/s, walks through memory in GB/s") { threads, mebibytes, output };
        command.SetAction(result => Run(
            result.GetRequiredValue(threads), result.GetValue(mebibytes), new ResultsFile(result.GetValue(output), CommandText.Of(result))));
        return command;
    }

    /// <summary>One thread, and one on each core.</summary>
    public static int[] Usual() => Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    public static void Run(int[] threads, int mebibytes, ResultsFile results)
    {
        foreach (int count in threads)
        {
            ArithmeticRate arithmetic = RegisterPeak.Measure(count);
            MemoryRates memory = MemoryPeak.Measure(count, mebibytes);
            results.Add(new
            {
                name = "peak",
                threads = count,
                gflops = Math.Round(arithmetic.GigaFlops, 1),
                vectorBits = arithmetic.VectorBits,
                copyGigabytesPerSecond = Math.Round(memory.Copy, 1),
                triadGigabytesPerSecond = Math.Round(memory.Triad, 1),
                readGigabytesPerSecond = Math.Round(memory.Read, 1),
                mebibytes,
            });
        }
        results.Save();
    }
}
