using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using Xunit;
using static ScratchGan.Engine.Operations.TensorOperations;
using Activations = ScratchGan.Engine.Operations.Activations;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;

namespace ScratchGan.Tests.Engine.Autodiff;

/// <summary>What Gradients.Of gives back and what it leaves alone; what happens to a value that is gone or changed.</summary>
public sealed class MemoryTests : EngineTest
{
    [Fact]
    public void A_walk_without_keepGraph_gives_back_what_it_walked_but_not_its_ends()
    {
        Tensor x = Random(1, 3, 2);
        Tensor middle = x.Tanh();
        Tensor output = middle.Square().Sum();
        float value = output.Item();
        Tensor gradient = Gradients.Of(output, [x])[0];
        string message = Assert.Throws<InvalidOperationException>(() => middle.ToArray()).Message;
        Assert.Contains("given back", message);
        Assert.Contains("keepGraph", message);
        Assert.Contains("Tanh", message);
        Assert.Equal(value, output.Item());
        Assert.Equal(6, x.ToArray().Length);
        Assert.Equal(6, gradient.ToArray().Length);
        Assert.Null(gradient.Source);
    }

    [Fact]
    public void Operations_outside_the_paths_keep_their_memory()
    {
        // A generator's graph in the discriminator's phase: z → fake is not on a path to w.
        Tensor z = Random(1, 4, 3);
        Tensor generator = Random(2, 3, 5);
        Tensor w = Random(3, 5, 2);
        Tensor fake = z.MatMul(generator).Tanh();
        float[] before = fake.ToArray();
        Gradients.Of(fake.MatMul(w).Square().Sum(), [w]);
        Assert.Equal(before, fake.ToArray());
        Assert.Equal(15, Gradients.Of(fake.MatMul(w).Sum(), [generator])[0].ToArray().Length);
    }

    [Fact]
    public void A_target_in_the_middle_keeps_its_memory()
    {
        Tensor x = Random(1, 3);
        Tensor middle = x.Exponential();
        Gradients.Of(middle.Square().Sum(), [x, middle]);
        Assert.Equal(3, middle.ToArray().Length);
    }

    [Fact]
    public void With_keepGraph_everything_stays_and_can_be_walked_again()
    {
        Tensor x = Random(1, 3, 2);
        Tensor middle = x.Tanh();
        Tensor output = middle.Square().Sum();
        float[] first = Gradients.Of(output, [x], keepGraph: true)[0].ToArray();
        Assert.Equal(6, middle.ToArray().Length);
        Assert.Equal(first, Gradients.Of(output, [x])[0].ToArray());
    }

    [Fact]
    public void A_graph_that_was_given_back_cannot_be_walked_again()
    {
        Tensor x = Random(1, 3, 2);
        Tensor output = x.Tanh().Square().Sum();
        Gradients.Of(output, [x]);
        Assert.Contains("given back", Assert.Throws<InvalidOperationException>(() => Gradients.Of(output, [x])).Message);
    }

    [Fact]
    public void A_saved_value_that_was_overwritten_is_an_error_naming_operation_and_tensor()
    {
        Tensor x = Random(1, 2, 3);
        Tensor w = Random(2, 3, 4);
        Tensor output = x.MatMul(w).Sum();
        w.Write(new float[12]);
        string message = Assert.Throws<InvalidOperationException>(() => Gradients.Of(output, [x])).Message;
        Assert.Contains("MatMul", message);
        Assert.Contains("[3, 4]", message);
        Assert.Contains("overwritten", message);
    }

    [Fact]
    public void A_value_that_the_rule_does_not_read_may_be_overwritten()
    {
        Tensor x = Random(1, 2, 3);
        Tensor y = Random(2, 2, 3);
        Tensor output = (x + y).Sum();
        y.Write(new float[6]);
        Assert.Equal(Enumerable.Repeat(1f, 6), Gradients.Of(output, [x])[0].ToArray());
    }

    [Fact]
    public void An_optimizer_step_between_forward_and_backward_is_noticed()
    {
        using var layer = new Linear(3, 2);
        layer.Initialize(Device, new RandomSource(1, 0));
        using var optimizer = new SgdMomentum(layer, 0.1f);
        Tensor x = Random(1, 4, 3);
        Tensor output = layer.Forward(x).Square().Sum();
        optimizer.Step(Gradients.Of(layer.Forward(x).Sum(), layer.Parameters));
        Assert.Contains("overwritten", Assert.Throws<InvalidOperationException>(() => Gradients.Of(output, [x])).Message);
    }

    [Fact]
    public void After_warm_up_a_training_step_takes_no_memory_from_the_system_and_little_from_the_collector()
    {
        using var net = new Sequential(
            new Conv2d(new ConvolutionSettings(1, 4, 4, 4, 2, 1), bias: false),
            new BatchNorm2d<LeakyRelu>(4, Activations.LeakyRelu()),
            new Conv2d(new ConvolutionSettings(4, 6, 3, 2, 1, 1)),
            new LayerNorm(6),
            new Flatten(),
            new Linear(6 * 4 * 5, 1));
        net.Initialize(Device, new RandomSource(1, 0));
        using var optimizer = new Adam(net);
        using Tensor x = Random(1, 5, 1, 8, 8);
        for (int step = 0; step < 5; step++)
            Step(net, optimizer, x);
        int allocations = Device.PoolAllocations;
        long bytes = Device.PoolBytes;
        long[] managed = new long[20];
        for (int step = 0; step < managed.Length; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step(net, optimizer, x);
            managed[step] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.Equal(allocations, Device.PoolAllocations);
        Assert.Equal(bytes, Device.PoolBytes);

        // About 150 operations with a penalty, some hundred bytes each; the same every step but for tables that grow by doubling.
        Assert.InRange(managed.Max(), 0, 400_000);
        Assert.InRange(managed[^5..].Average(), 0, 1.05 * managed[..5].Average() + 1000);
    }

    /// <summary>A step with a second gradient in it: the squared slope of the input, as R1 takes it.</summary>
    private static void Step(Module net, Optimizer optimizer, Tensor x)
    {
        using var scope = new TensorScope(x.Device);
        Tensor image = x.Detach();
        Tensor logits = net.Forward(image);
        Tensor slope = Gradients.Of(logits.Sum(), [image], keepGraph: true)[0];
        Tensor loss = (-logits).Softplus().Mean() + slope.Square().Sum() * 0.1f;
        optimizer.Step(Gradients.Of(loss, net.Parameters, into: optimizer.Gradients));
    }
}
