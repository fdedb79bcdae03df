using System.CommandLine;
using System.Diagnostics;
using ScratchGan.Benchmarks.Gpu;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks;

/// <summary>
/// The whole DCGAN training step on random images: generate, both phases, both optimizers, no data set and no moving average: what is compared
/// with other libraries. On the CPU each step is timed by itself; on a GPU, where steps are queued, in five rounds with one wait each.
/// </summary>
internal static class StepBenchmark
{
    private const int Latent = 100;
    private const int CpuWarmUp = 2;

    /// <summary>Two traced steps, the recording of the third, and some replays.</summary>
    private const int GpuWarmUp = 10;

    private const int GpuRounds = 5;

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
            var sizes = new DcganSizes(result.GetValue(imageSize), result.GetValue(channels), result.GetValue(features), Latent);
            foreach (int images in result.GetRequiredValue(batch))
                foreach (string multiplication in result.GetRequiredValue(precision))
                {
                    CommonOptions.SetPrecision(opened, multiplication);
                    Run(opened, sizes, images, result.GetValue(threads), result.GetValue(steps), multiplication);
                }
        });
        return command;
    }

    private static void Run(Device device, DcganSizes sizes, int batch, int threads, int steps, string precision)
    {
        using Module generator = Dcgan.Generator(sizes);
        using Module discriminator = Dcgan.Discriminator(sizes);
        var weights = new RandomSource(seed: 1, stream: 0);
        generator.Initialize(device, weights);
        discriminator.Initialize(device, weights);
        var random = new RandomSource(seed: 1, stream: 1);
        using Tensor real = random.Uniform(device, new Shape(batch, sizes.Channels, sizes.ImageSize, sizes.ImageSize));
        using var generatorOptimizer = new Adam(generator);
        using var discriminatorOptimizer = new Adam(discriminator);
        using var trainer = new GanTrainer(
            generator, count => random.Normal(device, new Shape(count, Latent, 1, 1)),
            AdversarialPhases.Create(generator, generatorOptimizer, discriminator, discriminatorOptimizer, new NonSaturating(), penalty: null, random));

        trainer.Run(real, measure: true);
        double startToFirstStep = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        GpuBackend? gpu = device.Backend as GpuBackend;
        long before = gpu?.Context.Launches ?? 0;
        trainer.Run(real, measure: false);
        long? launches = gpu is null ? null : gpu.Context.Launches - before;
        for (int step = 2; step < (gpu is null ? CpuWarmUp : GpuWarmUp); step++)
            trainer.Run(real, measure: false);

        int rounds = gpu is null ? steps : GpuRounds;
        int stepsOfRound = (steps + rounds - 1) / rounds;
        double flops = device.Flops;
        long managed = GC.GetTotalAllocatedBytes(precise: true);
        Time time = Timing.OfRounds(rounds, stepsOfRound, () => trainer.Run(real, measure: false), () => gpu?.Context.Stream.Synchronize());
        managed = (GC.GetTotalAllocatedBytes(precise: true) - managed) / (rounds * stepsOfRound);
        double gflop = (device.Flops - flops) / (rounds * stepsOfRound) * 1e-9;
        long resident = Process.GetCurrentProcess().PeakWorkingSet64;
        double gflops = gflop / time.Milliseconds * 1e3;
        double? peak = gpu is null ? RegisterPeak.Measure(threads).GigaFlops
            : device.Precision == MatrixPrecision.Single ? GpuPeak.GigaFlops(gpu.Context) : null;
        Report.Line(new
        {
            name = "dcgan-step",
            device = device.Backend.Name,
            description = device.Backend.Description,
            precision,
            imageSize = sizes.ImageSize,
            channels = sizes.Channels,
            features = sizes.Features,
            batch,
            threads,
            medianMilliseconds = Math.Round(time.Milliseconds, gpu is null ? 2 : 3),
            spread = Math.Round(time.Spread, 3),
            imagesPerSecond = Math.Round(batch / time.Milliseconds * 1e3, 1),
            gflopPerStep = Math.Round(gflop, 2),
            gflops = Math.Round(gflops, 1),
            shareOfPeak = peak is double most ? Math.Round(gflops / most, 3) : (double?)null,
            launches,
            deviceMiB = device.PoolBytes >> 20,
            peakResidentMiB = resident >> 20,
            managedBytesPerStep = managed,
            startToFirstStepMilliseconds = Math.Round(startToFirstStep),
        });
    }
}
