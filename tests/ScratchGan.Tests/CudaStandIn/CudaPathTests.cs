using System.Reflection;
using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using ScratchGan.Tests.Engine.Operations;
using Xunit;
using Adam = ScratchGan.Engine.Optimizers.Adam;

namespace ScratchGan.Tests.CudaStandIn;

/// <summary>What the CUDA driver is asked for in a training: how many launches, nothing that a capture forbids, no memory after warm-up.</summary>
public sealed class CudaPathTests(StandIn cuda, ITestOutputHelper output) : IClassFixture<StandIn>
{
    private const int Batch = 64;
    private const int MostLaunches = 200;

    [Theory]
    [InlineData(MatrixPrecision.Single)]
    [InlineData(MatrixPrecision.Tf32)]
    public void A_step_at_64_pixels_is_a_graph_of_few_launches_and_takes_no_memory(MatrixPrecision precision)
    {
        cuda.Device.Precision = precision;
        using GanSession session = Session();
        using Tensor real = Tensor.Zeros(cuda.Device, new Shape(Batch, 3, 64, 64));
        long before = cuda.Launches;
        session.Train(real, measure: false);
        session.Train(real, measure: false);
        long traced = (cuda.Launches - before) / 2;

        long notCaptured = cuda.CapturedLaunches;
        session.Train(real, measure: false);
        (long launches, long allocations, long modules, long graphs, long waits) =
            (cuda.Launches, cuda.Allocations, cuda.Modules, cuda.GraphLaunches, cuda.Waits);
        long captured = cuda.CapturedLaunches - notCaptured;
        const int Steps = 10;
        for (int step = 0; step < Steps; step++)
            session.Train(real, measure: false);
        output.WriteLine($"{precision}: {traced} launches in a traced step, {captured} in the graph, {(cuda.Launches - launches) / Steps} beside the graph");
        Assert.InRange(traced, 100, MostLaunches);
        Assert.Equal(0, cuda.IllegalCalls);
        Assert.Equal(allocations, cuda.Allocations);
        Assert.Equal(modules, cuda.Modules);
        Assert.Equal(graphs + Steps, cuda.GraphLaunches);
        Assert.Equal(waits, cuda.Waits);
        Assert.InRange((cuda.Launches - launches) / Steps, 1, 4);
        Assert.NotEmpty(session.Train(real, measure: true));
        cuda.Device.Precision = MatrixPrecision.Single;
    }

    /// <summary>Here the map [4, 16, 4, 4] takes 1,024 numbers, as many as the memory for what a recording is fed: each must have its own.</summary>
    [Fact]
    public void A_recording_leaves_the_step_all_the_memory_that_it_took_before()
    {
        StandIn.Skip();
        using Device device = Device.Gpu(GpuKind.Cuda);
        var sizes = new DcganSizes(16, 1, 8, 10);
        using GanSession session = Session(device, sizes);
        using Tensor real = Tensor.Zeros(device, new Shape(4, 1, 16, 16));
        for (int step = 0; step < 4; step++)
            session.Train(real, measure: false);
        Assert.Equal(4, session.Step);
    }

    [Fact]
    public void A_batch_is_sent_ahead_without_waiting()
    {
        using var upload = new BatchUpload(cuda.Device, new Shape(5, 3));
        float[] values = [.. Enumerable.Range(0, 15).Select(i => (float)i)];
        upload.Send(values);
        upload.Deliver();
        long waits = cuda.Waits;
        for (int batch = 0; batch < 5; batch++)
        {
            upload.Send(values);
            upload.Deliver();
        }
        Assert.Equal(waits, cuda.Waits);
    }

    /// <summary>Asynchronous copies need more of it than a kernel gets unasked.</summary>
    [Fact]
    public void Shared_memory_beyond_48_KB_is_asked_for()
    {
        const int Side = 2048;
        using Tensor a = Tensor.Zeros(cuda.Device, new Shape(Side, Side));
        List<string> kernels = [];
        cuda.Device.Precision = MatrixPrecision.Tf32;
        cuda.Context.Launching += Note;
        using Tensor product = a.MatMul(a);
        cuda.Context.Launching -= Note;
        cuda.Device.Precision = MatrixPrecision.Single;
        Assert.Equal([nameof(TensorTileAsync)], kernels);

        void Note(MethodInfo kernel) => kernels.Add(kernel.DeclaringType!.Name);
    }

    [Fact]
    public void Every_operation_and_both_its_gradients_load_as_ptx()
    {
        foreach (OperationCase subject in GpuOperationTests.AllCases)
        {
            using var scope = new TensorScope(cuda.Device);
            _ = new OperationCheck(cuda.Device, subject).SecondGradientMismatch();
        }
        output.WriteLine($"{cuda.Modules} modules");
        Assert.InRange(cuda.Modules, 50, 200);
    }

    private GanSession Session() => Session(cuda.Device, new DcganSizes(64, 3, 64, 100));

    private static GanSession Session(Device device, DcganSizes sizes) => new(device, new GanRecipe(
        () => Dcgan.Generator(sizes), () => Dcgan.Discriminator(sizes), module => new Adam(module), new NonSaturating(), null, sizes.Latent, Seed: 1));
}
