using System.Diagnostics;
using System.Text.Json;
using TorchSharp;

namespace ScratchGan.TorchSharpPeer;

/// <summary>Times steps one by one, as ScratchGan.Benchmarks does on the CPU, and prints the median.</summary>
internal static class StepMeasurement
{
    private const int WarmUp = 2;

    public static void Run(NetworkSizes sizes, int batch, int threads, int steps, bool freeze)
    {
        torch.set_num_threads(threads);
        torch.random.manual_seed(1);
        using var step = new TrainingStep(sizes, batch, freeze);
        step.Run();
        double startToFirstStep = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        for (int i = 1; i < WarmUp; i++)
            step.Run();

        double[] milliseconds = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            long start = Stopwatch.GetTimestamp();
            float loss = step.Run();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (!float.IsFinite(loss))
                throw new InvalidOperationException($"expected losses that are finite, found {loss}");
        }
        Array.Sort(milliseconds);
        double median = (milliseconds[(steps - 1) / 2] + milliseconds[steps / 2]) / 2;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            name = "torchsharp-dcgan-step",
            version = typeof(torch).Assembly.GetName().Version!.ToString(3),
            imageSize = sizes.ImageSize,
            channels = sizes.Channels,
            features = sizes.Features,
            batch,
            threads,
            freezeD = freeze,
            medianMilliseconds = Math.Round(median, 2),
            spread = Math.Round((milliseconds[^1] - milliseconds[0]) / median, 3),
            imagesPerSecond = Math.Round(batch / median * 1e3, 1),
            peakResidentMiB = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
            startToFirstStepMilliseconds = Math.Round(startToFirstStep),
        }));
    }
}
