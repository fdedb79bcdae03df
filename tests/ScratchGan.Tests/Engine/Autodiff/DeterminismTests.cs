using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using Xunit;
using static ScratchGan.Engine.Operations.TensorOperations;
using Activations = ScratchGan.Engine.Operations.Activations;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;

namespace ScratchGan.Tests.Engine.Autodiff;

/// <summary>Same seed, same bits.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void The_number_of_threads_and_a_repetition_do_not_change_a_bit_of_a_training_run()
    {
        float[] expected = Train(threads: 1);
        Assert.Equal(expected, Train(threads: 1));
        Assert.Equal(expected, Train(threads: 3));
    }

    [Fact]
    public void Two_devices_used_in_turn_give_the_bits_each_gives_alone()
    {
        float[] expected = Train(threads: 1);
        using var first = new Run(threads: 1);
        using var second = new Run(threads: 2);
        for (int step = 0; step < 4; step++)
        {
            first.Step();
            second.Step();
        }
        Assert.Equal(expected, first.Values);
        Assert.Equal(expected, second.Values);
    }

    private static float[] Train(int threads)
    {
        using var run = new Run(threads);
        for (int step = 0; step < 4; step++)
            run.Step();
        return run.Values;
    }

    /// <summary>A discriminator that learns to tell noise from more noise, large enough that kernels cut it into chunks.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Device _device;
        private readonly RandomSource _random = new(3, 1);
        private readonly Sequential _net;
        private readonly Adam _optimizer;

        public Run(int threads)
        {
            _device = Device.Cpu(threads);
            _net = new Sequential(
                new Conv2d(ConvolutionSettings.Square(3, 12, 4, 2, 1), bias: false),
                new BatchNorm2d<LeakyRelu>(12, Activations.LeakyRelu()),
                new Conv2d(ConvolutionSettings.Square(12, 20, 4, 2, 1)),
                new LayerNorm(20),
                new Flatten(),
                new Linear(20 * 5 * 5, 1));
            _net.Initialize(_device, new RandomSource(3, 0));
            _optimizer = new Adam(_net, 1e-3f);
        }

        public float[] Values => [.. _net.ParameterArena.Flat.ToArray(), .. _net.BufferArena.Flat.ToArray()];

        public void Step()
        {
            using var scope = new TensorScope(_device);
            Tensor x = _random.Normal(_device, new Shape(9, 3, 20, 20));
            Tensor logits = _net.Forward(x);
            Tensor slope = Gradients.Of(logits.Sum(), [x], keepGraph: true)[0];
            _optimizer.Step(Gradients.Of(logits.Softplus().Mean() + slope.Square().Sum() * 0.1f, _net.Parameters, into: _optimizer.Gradients));
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _net.Dispose();
            _device.Dispose();
        }
    }
}
