using System.CommandLine;
using ScratchGan.Benchmarks.Gpu;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Engine;
using ScratchGan.Gan.Models;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks;

/// <summary>One training step; see <see cref="StepMeasurement"/>.</summary>
internal static class StepBenchmark
{
    public const string Name = "dcgan-step";

    public static Command Command()
    {
        Option<int> imageSize = CommonOptions.OneOf("--image-size", 64, 16, 32);
        Option<int> channels = CommonOptions.OneOf("--channels", 3, 1);
        Option<int> features = CommonOptions.Count("--features", 64);
        Option<int[]> batch = CommonOptions.Counts("--batch", 64);
        Option<int> threads = CommonOptions.Count("--threads", Environment.ProcessorCount);
        Option<int> steps = CommonOptions.Count("--steps", 10);
        Option<string> device = CommonOptions.Device("cpu");
        Option<string[]> precision = CommonOptions.Precisions();
        var command = new Command("step", "one DCGAN training step") { imageSize, channels, features, batch, threads, steps, device, precision };
        command.SetAction(result =>
        {
            using Device opened = CommonOptions.Open(result.GetRequiredValue(device), result.GetValue(threads));
            var sizes = new DcganSizes(result.GetValue(imageSize), result.GetValue(channels), result.GetValue(features), StepMeasurement.Latent);
            foreach (int images in result.GetRequiredValue(batch))
                foreach (string multiplication in result.GetRequiredValue(precision))
                {
                    CommonOptions.SetPrecision(opened, multiplication);
                    StepMeasurement step = StepMeasurement.Of(opened, sizes, images, result.GetValue(steps));
                    Print(opened, sizes, images, result.GetValue(threads), multiplication, step);
                }
        });
        return command;
    }

    private static void Print(Device device, DcganSizes sizes, int batch, int threads, string precision, StepMeasurement step)
    {
        GpuBackend? gpu = device.Backend as GpuBackend;
        double? peak = gpu is null ? RegisterPeak.Measure(threads).GigaFlops
            : device.Precision == MatrixPrecision.Single ? GpuPeak.GigaFlops(gpu.Context) : null;
        Report.Line(new
        {
            name = Name,
            device = device.Backend.Name,
            description = device.Backend.Description,
            precision,
            imageSize = sizes.ImageSize,
            channels = sizes.Channels,
            features = sizes.Features,
            batch,
            threads,
            medianMilliseconds = Math.Round(step.Time.Milliseconds, gpu is null ? 2 : 3),
            spread = Math.Round(step.Time.Spread, 3),
            imagesPerSecond = Math.Round(batch / step.Time.Milliseconds * 1e3, 1),
            gflopPerStep = Math.Round(step.GigaFlop, 2),
            gflops = Math.Round(step.GigaFlops, 1),
            shareOfPeak = peak is double most ? Math.Round(step.GigaFlops / most, 3) : (double?)null,
            launches = step.Launches,
            deviceMiB = device.PoolBytes >> 20,
            peakResidentMiB = step.ResidentBytes >> 20,
            managedBytesPerStep = step.ManagedBytes,
            startToFirstStepMilliseconds = Math.Round(step.StartToFirstStep),
        });
    }
}
