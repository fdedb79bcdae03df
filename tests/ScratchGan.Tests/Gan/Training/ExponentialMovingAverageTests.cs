using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class ExponentialMovingAverageTests : IDisposable
{
    private readonly Device _device = Device.Cpu(threads: 1);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(1, 2 / 11.0)]
    [InlineData(2, 3 / 12.0)]
    [InlineData(10, 11 / 20.0)]
    [InlineData(80, 81 / 90.0)]
    [InlineData(81, 0.9)]
    [InlineData(1_000_000, 0.9)]
    public void The_decay_ramps_up_to_its_limit(long step, double decay) =>
        Assert.Equal(decay, new ExponentialMovingAverage(Network(1), Network(2), 0.9f).Decay(step), 1e-7);

    /// <summary>A half-life h of 3 steps: after 3 steps half is left.</summary>
    [Fact]
    public void After_its_half_life_half_of_the_average_is_left()
    {
        Module source = Network(1);
        float[] start = State(source);
        var average = new ExponentialMovingAverage(Network(2), source, _ => 3);
        foreach (Tensor tensor in source.StateDictionary().Values)
            tensor.Write(new float[tensor.Shape.Count]);
        for (int step = 1; step <= 3; step++)
            average.Update(() => step);
        // Three steps, each with three roundings of numbers up to 4.
        Assert.All(start.Zip(State(average.Average)), pair => Assert.Equal(0.5 * pair.First, pair.Second, 1e-6));
    }

    /// <summary>256 images a step and a half-life of 1024 images are 0.5^(256/1024); the schedule is asked by the steps taken before.</summary>
    [Fact]
    public void The_half_life_may_move_and_none_is_a_copy()
    {
        var average = new ExponentialMovingAverage(Network(1), Network(2), step => step == 0 ? 0 : 1024.0 / 256);
        Assert.Equal(0f, average.Decay(1));
        Assert.Equal(Math.Pow(0.5, 0.25), average.Decay(2), 1e-7);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(Network(1), Network(2), _ => -1).Decay(1));
    }

    /// <summary>θ̄ₖ = θ₀·Πdⱼ + Σᵢ (1 − dᵢ)·θᵢ·Πdⱼ, the products over j &gt; i, for every parameter and every running statistic.</summary>
    [Fact]
    public void After_some_steps_parameters_and_running_statistics_are_the_weighted_sums_of_all_values_seen()
    {
        const float limit = 0.4f;
        Module source = Network(1);
        var average = new ExponentialMovingAverage(Network(2), source, limit);
        List<float[]> seen = [State(source)];
        var random = new RandomSource(seed: 6, stream: 9);
        for (int step = 1; step <= 7; step++)
        {
            foreach (Tensor tensor in source.StateDictionary().Values)
                tensor.Write(random.Normal(_device, tensor.Shape).ToArray());
            seen.Add(State(source));
            average.Update(() => step);
        }
        double[] expected = new double[seen[0].Length];
        for (int i = 0; i < seen.Count; i++)
        {
            double weight = i == 0 ? 1 : 1 - Decay(i);
            for (int later = i + 1; later < seen.Count; later++)
                weight *= Decay(later);
            for (int k = 0; k < expected.Length; k++)
                expected[k] += weight * seen[i][k];
        }
        float[] found = State(average.Average);
        Assert.Equal(3 * 2 + 2 + 2 + 2 + 2 + 2, found.Length);
        // Seven steps, each with three roundings of numbers up to 4.
        for (int k = 0; k < found.Length; k++)
            Assert.Equal(expected[k], found[k], 2e-6);

        static double Decay(int step) => Math.Min(limit, (1.0 + step) / (10.0 + step));
    }

    [Fact]
    public void The_average_starts_as_a_copy_in_evaluation_mode_and_leaves_its_source_alone()
    {
        Module source = Network(1);
        float[] before = State(source);
        Module copy = Network(2);
        Assert.NotEqual(before, State(copy));
        var average = new ExponentialMovingAverage(copy, source, 0.9f);
        Assert.Equal(before, State(average.Average));
        Assert.False(average.Average.Training);
        Assert.All(average.Average.Children, child => Assert.False(child.Module.Training));
        average.Update(() => 1);
        Assert.Equal(before, State(source));
        Assert.True(source.Training);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    public void A_decay_outside_0_to_1_is_an_error(float decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage(Network(1), Network(2), decay));

    /// <summary>A dense layer of 6 + 2 parameters and a batch normalisation of 2 + 2 and 2 + 2 running statistics.</summary>
    private Module Network(ulong seed)
    {
        var network = new Sequential(new Linear(3, 2), new BatchNorm2d<Identity>(2, Activations.Identity));
        network.Initialize(_device, new RandomSource(seed, stream: 0));
        return network;
    }

    private static float[] State(Module module) => [.. module.StateDictionary().Values.SelectMany(tensor => tensor.ToArray())];
}
