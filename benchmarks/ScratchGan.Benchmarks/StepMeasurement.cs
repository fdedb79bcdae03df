using System.Diagnostics;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;

namespace ScratchGan.Benchmarks;

/// <summary>
/// The whole DCGAN training step on random images: generate, both phases, both optimizers, no data set and no moving average: what is compared
/// with other libraries. On the CPU each step is timed by itself; on a GPU, where steps are queued, in five rounds with one wait each.
/// </summary>
/// <param name="GigaFlop">of matrix products and convolutions in a step</param>
/// <param name="Launches">of kernels in a step; null on the CPU</param>
/// <param name="ManagedBytes">allocated in a step</param>
/// <param name="ResidentBytes">the most memory that this process has held so far</param>
/// <param name="StartToFirstStep">milliseconds from the start of the process to the end of its first step</param>
internal sealed record StepMeasurement(Time Time, double GigaFlop, long? Launches, long ManagedBytes, long ResidentBytes, double StartToFirstStep)
{
    public const int Latent = 100;
    private const int CpuWarmUp = 2;

    /// <summary>Two traced steps, the recording of the third, and some replays.</summary>
    private const int GpuWarmUp = 10;

    private const int GpuRounds = 5;

    public double GigaFlops => GigaFlop / Time.Milliseconds * 1e3;

    public static StepMeasurement Of(Device device, DcganSizes sizes, int batch, int steps)
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
            generator, count => random.Normal(device, new Shape(count, sizes.Latent, 1, 1)),
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
        double gigaFlop = (device.Flops - flops) / (rounds * stepsOfRound) * 1e-9;
        return new StepMeasurement(time, gigaFlop, launches, managed, Process.GetCurrentProcess().PeakWorkingSet64, startToFirstStep);
    }
}
