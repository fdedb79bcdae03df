using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>
/// The same DCGAN on the device under test and on the CPU: kernels sum in other orders, so losses drift apart, but only slowly. And a checkpoint does not
/// know where it was made.
/// </summary>
[Collection(GpuTests.Name)]
public sealed class DeviceAgreementTests(GpuUnderTest gpu, ITestOutputHelper output) : IDisposable
{
    private const int Batch = 32;
    private static readonly DcganSizes Sizes = new(16, 1, 16, 100);
    private static readonly string[] Losses = [AdversarialPhases.DiscriminatorLoss, AdversarialPhases.GeneratorLoss];
    private readonly Device _cpu = Device.Cpu(threads: 2);
    private readonly Batches _batches = new(new DigitDataset(Sizes.ImageSize, seed: 1, count: 1000), Batch, seed: 1);

    [Fact]
    public void Fifty_steps_have_the_losses_of_the_CPU()
    {
        using GanSession here = Session(gpu.Device);
        using GanSession there = Session(_cpu);
        double worst = 0;
        for (int step = 1; step <= 50; step++)
        {
            float[] pixels = NextBatch();
            IReadOnlyDictionary<string, float> found = Train(here, gpu.Device, pixels);
            IReadOnlyDictionary<string, float> expected = Train(there, _cpu, pixels);
            double difference = Losses.Max(loss => Difference(expected[loss], found[loss]));
            worst = Math.Max(worst, difference);
            if (step <= 10)
                Assert.InRange(difference, 0, 1e-3);
            if (step == 50)
                Assert.All(Losses, loss => Assert.InRange(found[loss], 0.9 * expected[loss], 1.1 * expected[loss]));
        }
        output.WriteLine($"largest relative difference of a loss in fifty steps: {worst:E1}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_checkpoint_goes_from_one_device_to_the_other(bool fromCpu)
    {
        (Device left, Device entered) = fromCpu ? (_cpu, gpu.Device) : (gpu.Device, _cpu);
        using var folder = new TemporaryFolder();
        using GanSession here = Session(left);
        using GanSession there = Session(entered);
        for (int step = 0; step < 5; step++)
            Train(here, left, NextBatch());
        Checkpoint.Save(folder["one"], here, 0, []);
        Checkpoint.Load(folder["one"], there, []);
        Checkpoint.Save(folder["other"], there, 0, []);
        Assert.Equal(File.ReadAllBytes(folder["one"]), File.ReadAllBytes(folder["other"]));

        float[] pixels = NextBatch();
        IReadOnlyDictionary<string, float> expected = Train(here, left, pixels);
        IReadOnlyDictionary<string, float> found = Train(there, entered, pixels);
        Assert.All(Losses, loss => Assert.InRange(Difference(expected[loss], found[loss]), 0, 1e-3));
    }

    public void Dispose() => _cpu.Dispose();

    private static GanSession Session(Device device) => new(device, new GanRecipe(
        () => Dcgan.Generator(Sizes), () => Dcgan.Discriminator(Sizes), module => new Adam(module), new NonSaturating(), null, Sizes.Latent, Seed: 1));

    private static IReadOnlyDictionary<string, float> Train(GanSession session, Device device, float[] pixels)
    {
        using Tensor real = Tensor.From(device, pixels, new Shape(Batch, Sizes.Channels, Sizes.ImageSize, Sizes.ImageSize));
        return session.Train(real, measure: true);
    }

    private static double Difference(float expected, float found) => Math.Abs(expected - found) / Math.Max(Math.Abs(expected), 0.1);

    private float[] NextBatch()
    {
        float[] pixels = new float[Batch * Sizes.Channels * Sizes.ImageSize * Sizes.ImageSize];
        _batches.Next(pixels, new int[Batch]);
        return pixels;
    }
}
