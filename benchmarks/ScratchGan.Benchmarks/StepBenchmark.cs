using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Benchmarks;

/// <summary>
/// The whole DCGAN training step on random images: generate, both phases, both optimizers, no data set and no moving average: what is compared
/// with other libraries.
/// </summary>
internal static class StepBenchmark
{
    private const int Latent = 100;
    private const int WarmUpSteps = 2;

    public static Command Command()
    {
        Option<int> imageSize = OneOf("--image-size", 64, 16, 32);
        Option<int> channels = OneOf("--channels", 3, 1);
        var features = new Option<int>("--features") { DefaultValueFactory = _ => 64 };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 10 };
        Option<string> device = new Option<string>("--device") { DefaultValueFactory = _ => "cpu" }.AcceptOnlyFromAmong("cpu");
        foreach (Option<int> option in new[] { features, batch, threads, steps })
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{option.Name}: expected at least 1, found {result.GetValueOrDefault<int>()}");
            });
        var command = new Command("step", "one DCGAN training step") { imageSize, channels, features, batch, threads, steps, device };
        command.SetAction(result => Run(
            new DcganSizes(result.GetValue(imageSize), result.GetValue(channels), result.GetValue(features), Latent), result.GetValue(batch),
            result.GetValue(threads), result.GetValue(steps)));
        return command;
    }

    private static Option<int> OneOf(string name, int usual, params int[] others)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            int value = result.GetValueOrDefault<int>();
            if (value != usual && !others.Contains(value))
                result.AddError($"{name}: expected {string.Join(" or ", others.Append(usual))}, found {value}");
        });
        return option;
    }

    private static void Run(DcganSizes sizes, int batch, int threads, int steps)
    {
        using Device device = Device.Cpu(threads);
        Module generator = Dcgan.Generator(sizes);
        Module discriminator = Dcgan.Discriminator(sizes);
        var weights = new RandomSource(seed: 1, stream: 0);
        generator.Initialize(device, weights);
        discriminator.Initialize(device, weights);
        var random = new RandomSource(seed: 1, stream: 1);
        Tensor real = random.Uniform(device, new Shape(batch, sizes.Channels, sizes.ImageSize, sizes.ImageSize));
        var trainer = new GanTrainer(
            generator, count => random.Normal(device, new Shape(count, Latent, 1, 1)),
            AdversarialPhases.Create(generator, new Adam(generator), discriminator, new Adam(discriminator), new NonSaturating(), penalty: null, random));

        trainer.Run(real, measure: true);
        double startToFirstStep = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        for (int step = 1; step < WarmUpSteps; step++)
            trainer.Run(real, measure: true);
        double flops = device.Flops;
        long managed = GC.GetTotalAllocatedBytes(precise: true);
        double[] milliseconds = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            long start = Stopwatch.GetTimestamp();
            trainer.Run(real, measure: true);
            milliseconds[step] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        managed = (GC.GetTotalAllocatedBytes(precise: true) - managed) / steps;
        double gflop = (device.Flops - flops) / steps * 1e-9;
        long resident = Process.GetCurrentProcess().PeakWorkingSet64;
        Array.Sort(milliseconds);
        double median = (milliseconds[(steps - 1) / 2] + milliseconds[steps / 2]) / 2;
        double gflops = gflop / median * 1e3;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            name = "dcgan-step",
            device = device.Backend.Name,
            imageSize = sizes.ImageSize,
            channels = sizes.Channels,
            features = sizes.Features,
            batch,
            threads,
            medianMilliseconds = Math.Round(median, 2),
            imagesPerSecond = Math.Round(batch / median * 1e3, 1),
            gflopPerStep = Math.Round(gflop, 2),
            gflops = Math.Round(gflops, 1),
            shareOfPeak = Math.Round(gflops / PeakBenchmark.GigaFlops(threads), 3),
            peakResidentMiB = resident >> 20,
            managedBytesPerStep = managed,
            startToFirstStepMilliseconds = Math.Round(startToFirstStep),
        }));
    }
}
