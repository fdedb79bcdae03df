using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>A recorded step is the traced step: the same bits, whatever happens between replays, and no memory or compilation after warm-up.</summary>
[Collection(GpuTests.Name)]
public sealed class RecordedTrainingTests(GpuUnderTest gpu, ITestOutputHelper output)
{
    private const int Steps = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Twenty_replayed_steps_are_twenty_traced_steps_bit_for_bit(bool penalized)
    {
        int[] traced = Trained(penalized, records: false);
        int[] replayed = Trained(penalized, records: true);
        Assert.Equal(traced, replayed);
    }

    [Fact]
    public void After_warm_up_a_step_allocates_nothing_on_the_device_and_compiles_nothing()
    {
        using TrainingRun run = Run(penalized: false);
        for (int step = 0; step < 3; step++)
            run.Step();
        int allocations = gpu.Device.PoolAllocations;
        int kernels = gpu.Context.Library.Compiled.Count;
        for (int step = 0; step < 5; step++)
            run.Step(measure: step % 2 == 0);
        Assert.Equal(allocations, gpu.Device.PoolAllocations);
        Assert.Equal(kernels, gpu.Context.Library.Compiled.Count);
    }

    [Fact]
    public void A_recorded_step_costs_as_few_launches_as_promised()
    {
        using TrainingRun run = Run(penalized: false);
        long before = gpu.Context.Launches;
        run.Step();
        output.WriteLine($"{gpu.Context.Launches - before} launches in a traced step at 16 pixels");
        Assert.InRange(gpu.Context.Launches - before, 50, 150);
    }

    /// <summary>A block that a recording computes in must not be handed out: the next replay would write into somebody's tensor.</summary>
    [Fact]
    public void A_recording_keeps_its_memory_until_it_is_given_up()
    {
        Device device = gpu.Device;
        using Tensor x = Tensor.Zeros(device, new Shape(70_003));
        using Tensor sum = Tensor.Zeros(device, new Shape(1));
        void Step()
        {
            using var scope = new TensorScope(device);
            sum.CopyFrom((x + 1f).Sum().Reshape(1));
        }

        Step();
        RecordedStep recorded = device.Record(Step);
        int before = device.PoolAllocations;
        using (Tensor mine = Tensor.Filled(device, 7f, x.Shape))
        {
            recorded.Replay();
            Assert.All(mine.ToArray(), value => Assert.Equal(7f, value));
            Assert.Equal(70_003f, sum.Item());
            Assert.Equal(before + 1, device.PoolAllocations);
        }
        recorded.Dispose();
        Step();
        using Tensor again = Tensor.Zeros(device, x.Shape);
        using Tensor another = Tensor.Zeros(device, x.Shape);
        Assert.Equal(before + 1, device.PoolAllocations);
    }

    [Fact]
    public void Values_from_the_host_and_to_the_host_are_refused_while_recording()
    {
        Device device = gpu.Device;
        using Tensor x = Tensor.Zeros(device, new Shape(100));
        Assert.Contains("feed them", Assert.Throws<InvalidOperationException>(() => device.Record(() => x.Write(new float[100]))).Message);
        Assert.Contains("read back", Assert.Throws<InvalidOperationException>(() => device.Record(() => x.ToArray())).Message);
        Assert.Equal(new float[100], x.ToArray());
    }

    /// <summary>Twenty steps with a sample grid and a new learning rate in between, and a look at the losses now and then.</summary>
    private int[] Trained(bool penalized, bool records)
    {
        using TrainingRun run = Run(penalized);
        run.Trainer.Records = records;
        for (int step = 0; step < Steps; step++)
        {
            run.Step(measure: step % 3 == 0);
            if (step == 9)
                run.Sample();
            if (step == 12)
                run.SetLearningRate(1e-3f);
        }
        return run.Bits();
    }

    private TrainingRun Run(bool penalized) => penalized
        ? new TrainingRun(3, gpu.Device, new RelativisticPairing(), new SumOfPenalties(new R1(1f), new WganGp(1f)), batch: 5, features: 7)
        : new TrainingRun(3, gpu.Device, batch: 5, features: 7);
}
