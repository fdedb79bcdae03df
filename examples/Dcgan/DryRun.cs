using System.Diagnostics;
using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>Says what a run will cost: the networks as tables, then three steps, which are measured and thrown away.</summary>
internal static class DryRun
{
    private const int Steps = 3;

    public static void Run(RunSettings settings, ImageShape image, Device device, GanSession session, Batches batches, IDisplay display,
        CancellationToken stop)
    {
        display.SayAll(["generator", session.Generator.Summary(new Shape(settings.Batch, settings.Latent, 1, 1)).TrimEnd()]);
        var shape = new Shape(settings.Batch, image.Channels, image.Height, image.Width);
        display.SayAll(["discriminator", session.Discriminator.Summary(shape).TrimEnd()]);

        float[] pixels = new float[shape.Count];
        int[] labels = new int[settings.Batch];
        using Tensor real = Tensor.Zeros(device, shape);
        double[] seconds = new double[Steps];
        double flops = 0;
        for (int step = 0; step < Steps; step++)
        {
            stop.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            double before = device.Flops;
            batches.Next(pixels, labels);
            real.Write(pixels);
            session.Train(real, measure: true);
            flops = device.Flops - before;
            seconds[step] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        // The first step also fills the pool and compiles code.
        double best = seconds[1..].Min();
        using var process = Process.GetCurrentProcess();
        display.Say(string.Create(CultureInfo.InvariantCulture,
            $"a step: {flops * 1e-9:F2} GFLOP, measured {best * 1e3:F0} ms ({settings.Batch / best:F0} images/s, {flops / best * 1e-9:F0} GFLOP/s)"));
        string tensors = device.Backend.CanRecord ? $"on {device.Backend.Name} {device.PoolBytes >> 20:N0} MiB of" : $"{device.PoolBytes >> 20:N0} MiB of it";
        display.Say(string.Create(CultureInfo.InvariantCulture, $"peak memory: {process.PeakWorkingSet64 >> 20:N0} MiB of the process, {tensors} tensors"));
        display.Say(string.Create(CultureInfo.InvariantCulture, $"{settings.Steps} steps: about {Duration.Text(settings.Steps * best)}"));
    }
}
