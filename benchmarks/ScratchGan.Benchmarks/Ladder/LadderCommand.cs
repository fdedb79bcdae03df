using System.CommandLine;
using ScratchGan.Benchmarks.Operations;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Benchmarks.Ladder;

/// <summary>The rungs of the CPU's convolutions beside each other, each checked against the direct product before any is timed, in turns.</summary>
internal static class LadderCommand
{
    public const int UsualBatch = 64;

    /// <summary>For a short form: enough to show that it runs.</summary>
    public const int QuickBatch = 2;

    public static Command Command()
    {
        Option<int> batch = CommonOptions.Count("--batch", UsualBatch);
        Option<int> threads = CommonOptions.Count("--threads", Environment.ProcessorCount);
        Option<string?> output = CommonOptions.Output();
        var command = new Command("ladder", "the versions of the CPU's convolutions, in turns") { batch, threads, output };
        command.SetAction(result => Run(
            result.GetValue(batch), result.GetValue(threads), new ResultsFile(result.GetValue(output), CommandText.Of(result))));
        return command;
    }

    public static void Run(int batch, int threads, ResultsFile results)
    {
        using var pool = new KernelThreads(threads);
        using var context = new CpuContext(pool);
        double peak = RegisterPeak.Measure(threads).GigaFlops;
        foreach (ConvolutionLayer layer in ConvolutionLayer.All.Where(layer => layer.C > 3))
        {
            using var rungs = new ConvolutionRungs(context, layer.Geometry(batch));
            foreach (ConvolutionKernel kernel in Enum.GetValues<ConvolutionKernel>())
            {
                IReadOnlyList<ConvolutionRung> versions = rungs.Of(kernel);
                double[] errors = rungs.Errors(kernel);
                Time[] times = Timing.InTurns([.. versions.Select(rung => rung.Run)], () => { });
                for (int i = 0; i < versions.Count; i++)
                {
                    double gflops = rungs.Geometry.Flops * 1e-6 / times[i].Milliseconds;
                    results.Add(new
                    {
                        name = "ladder",
                        kernel = $"{kernel}",
                        size = $"{layer}",
                        batch,
                        threads,
                        version = versions[i].Name,
                        milliseconds = Math.Round(times[i].Milliseconds, 2),
                        spread = Math.Round(times[i].Spread, 3),
                        effectiveGflops = Math.Round(gflops, 1),
                        effectiveShareOfPeak = Math.Round(gflops / peak, 2),
                        differenceFromDirect = errors[i],
                    });
                }
            }
        }
        results.Save();
    }
}
