using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Engine.Optimizers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>
/// A training that stops on one device and goes on on another takes the step that it would have taken, but for sums in another order. The other device is the
/// one under test; without one it is the simulator, which is slow: so this is a GAN in the plane (<see cref="DeviceAgreementTests"/> has a DCGAN).
/// </summary>
[Collection(GpuTests.Name)]
public sealed class OtherDeviceTests : IDisposable
{
    private const int Batch = 5;
    private const int Latent = 3;
    private readonly TemporaryFolder _folder = new();
    private readonly Device _cpu = Device.Cpu(threads: 2);
    private readonly Device _other;
    private readonly ITestOutputHelper _output;

    public OtherDeviceTests(GpuUnderTest gpu, ITestOutputHelper output)
    {
        _other = GpuUnderTest.Kind is null ? Device.Gpu(GpuKind.Simulator) : gpu.Device;
        _output = output;
    }

    [Fact]
    public void From_the_CPU_to_the_other_device_and_back()
    {
        using GanSession here = Session(_cpu);
        using GanSession there = Session(_other);
        Step(here, _cpu);
        Move(here, there);
        AssertSameStep(here, _cpu, there, _other);
        using GanSession back = Session(_cpu);
        Move(there, back);
        AssertSameStep(there, _other, back, _cpu);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _cpu.Dispose();
        if (GpuUnderTest.Kind is null)
            _other.Dispose();
    }

    private void Move(GanSession left, GanSession entered)
    {
        Checkpoint.Save(_folder["run"], left, batchPosition: 0, []);
        Checkpoint.Load(_folder["run"], entered, []);
        Assert.Equal(left.Step, entered.Step);
    }

    private void AssertSameStep(GanSession left, Device deviceLeft, GanSession entered, Device deviceEntered)
    {
        IReadOnlyDictionary<string, float> expected = Step(left, deviceLeft), found = Step(entered, deviceEntered);
        foreach (string loss in (string[])[AdversarialPhases.DiscriminatorLoss, AdversarialPhases.GeneratorLoss])
        {
            float bound = 1e-3f * Math.Max(Math.Abs(expected[loss]), 0.1f);
            _output.WriteLine($"step {left.Step}, {loss}: {expected[loss]} and {found[loss]}");
            Assert.InRange(found[loss], expected[loss] - bound, expected[loss] + bound);
        }
    }

    private static GanSession Session(Device device) => new(device, new GanRecipe(
        () => Network(Latent, 2), () => Network(2, 1), module => new Adam(module), new NonSaturating(), null, Latent, Seed: 1));

    private static Module Network(int inputs, int outputs) => Mlp.Create(new MlpSizes(inputs, outputs, Hidden: 17, Layers: 1), Activations.LeakyRelu(0.2f));

    private static IReadOnlyDictionary<string, float> Step(GanSession session, Device device)
    {
        using Tensor real = ToyRing.Sample(device, new RandomSource(2, (ulong)session.Step), Batch);
        return session.Train(real, measure: true);
    }
}
