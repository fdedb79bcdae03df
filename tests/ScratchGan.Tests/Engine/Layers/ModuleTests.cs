using System.Globalization;
using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using Xunit;
using Activations = ScratchGan.Engine.Operations.Activations;
using LeakyRelu = ScratchGan.Kernels.Operators.LeakyRelu;

namespace ScratchGan.Tests.Engine.Layers;

public sealed class ModuleTests : EngineTest
{
    private readonly Sequential _net = new(
        new Sequential(new Conv2d(new ConvolutionSettings(2, 3, 4, 3, 2, 1), bias: false), new BatchNorm2d<LeakyRelu>(3, Activations.LeakyRelu())),
        new Upsample(2),
        new Flatten(),
        new Linear(3 * 6 * 8, 5));

    [Fact]
    public void Paths_name_parameters_and_buffers_in_the_order_of_construction()
    {
        Assert.Equal(["0.0.weight", "0.1.weight", "0.1.bias", "3.weight", "3.bias"], _net.NamedParameters().Select(entry => entry.Path));
        Assert.Equal(["0.1.running_mean", "0.1.running_var"], _net.NamedBuffers().Select(entry => entry.Path));
        _net.Initialize(Device, new RandomSource(1, 0));
        IReadOnlyDictionary<string, Tensor> state = _net.StateDictionary();
        Assert.Equal(7, state.Count);
        Assert.Same(_net.Parameters[3], state["3.weight"]);
        Assert.Equal(new Shape(3, 2, 4, 3), state["0.0.weight"].Shape);
        Assert.Equal([1f, 1f, 1f], state["0.1.running_var"].ToArray());
        Assert.Equal([0f, 0f, 0f, 0f, 0f], state["3.bias"].ToArray());
    }

    [Fact]
    public void Nothing_can_be_used_before_it_is_initialised()
    {
        Assert.Contains("Initialize", Assert.Throws<InvalidOperationException>(() => _net.Parameters).Message);
        Assert.Contains("Initialize", Assert.Throws<InvalidOperationException>(() => new Linear(2, 3).Forward(Random(1, 4, 2))).Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_gives_others()
    {
        _net.Initialize(Device, new RandomSource(1, 0));
        float[] first = _net.ParameterArena.Flat.ToArray();
        _net.Initialize(Device, new RandomSource(1, 0));
        Assert.Equal(first, _net.ParameterArena.Flat.ToArray());
        _net.Initialize(Device, new RandomSource(2, 0));
        Assert.NotEqual(first, _net.ParameterArena.Flat.ToArray());
    }

    [Fact]
    public void Training_and_evaluation_are_set_for_the_whole_tree()
    {
        Module inner = _net.Children[0].Module.Children[1].Module;
        Assert.True(inner.Training);
        _net.Evaluate();
        Assert.False(inner.Training);
        _net.Train();
        Assert.True(inner.Training);
    }

    [Fact]
    public void A_copy_has_all_values_and_its_own_memory()
    {
        using var one = new BatchNorm2d<LeakyRelu>(3, Activations.LeakyRelu());
        using var other = new BatchNorm2d<LeakyRelu>(3, Activations.LeakyRelu());
        one.Initialize(Device, new RandomSource(1, 0));
        other.Initialize(Device, new RandomSource(2, 0));
        one.Parameters[0].Write([3f, 4f, 5f]);
        one.Forward(Random(1, 4, 3));
        other.CopyFrom(one);
        Assert.Equal(one.ParameterArena.Flat.ToArray(), other.ParameterArena.Flat.ToArray());
        Assert.Equal(one.BufferArena.Flat.ToArray(), other.BufferArena.Flat.ToArray());
        one.Parameters[0].Write([0f, 0f, 0f]);
        Assert.Equal([3f, 4f, 5f], other.Parameters[0].ToArray());
    }

    /// <summary>The table is checked against a real pass: shapes layer by layer, parameters counted in memory, operations counted by the device.</summary>
    [Fact]
    public void The_summary_tells_what_a_real_pass_does()
    {
        var input = new Shape(4, 2, 6, 8);
        _net.Initialize(Device, new RandomSource(1, 0));
        string[] lines = _net.Summary(input).TrimEnd('\n').Split('\n');
        Module[] leaves = [.. _net.Children[0].Module.Children.Select(child => child.Module), .. _net.Children.Skip(1).Select(child => child.Module)];
        string[] paths = ["0.0", "0.1", "1", "2", "3"];
        Assert.Equal(leaves.Length + 2, lines.Length);
        Tensor x = Random(1, input.Dimensions);
        double total = Device.Flops;
        for (int i = 0; i < leaves.Length; i++)
        {
            double before = Device.Flops;
            x = leaves[i].Forward(x);
            Assert.StartsWith($"{paths[i]} {leaves[i]}", lines[i + 1]);
            Assert.Contains(x.Shape.ToString(), lines[i + 1]);
            AssertEnds(lines[i + 1], leaves[i].NamedParameters().Sum(entry => entry.Parameter.Value.Shape.Count), Device.Flops - before);
        }
        AssertEnds(lines[^1], _net.Parameters.Sum(parameter => parameter.Shape.Count), Device.Flops - total);
        Assert.StartsWith("total", lines[^1]);
    }

    /// <summary>Standard errors of the mean and the variance of n normal numbers are σ/√n and σ²·√(2/n); five of them are never met by chance.</summary>
    [Theory]
    [InlineData(0f, 0.02f)]
    [InlineData(1f, 0.02f)]
    [InlineData(-3f, 2f)]
    public void Normal_weights_have_the_mean_and_deviation_asked_for(float mean, float deviation) =>
        AssertMoments(Initializers.Normal(mean, deviation), mean, deviation);

    [Fact]
    public void He_weights_keep_the_variance_through_a_leaky_rectifier()
    {
        AssertMoments(Initializers.He(50), 0, Math.Sqrt(2.0 / 50));
        AssertMoments(Initializers.He(72, slope: 0.2f), 0, Math.Sqrt(2 / (1 + 0.2 * 0.2) / 72));
    }

    private static void AssertMoments(Initializer initializer, double mean, double deviation)
    {
        const int Count = 20_000;
        float[] values = new float[Count];
        var random = new RandomSource(11, 0);
        initializer(values, random);
        double average = values.Average(value => (double)value);
        double variance = values.Average(value => (value - average) * (value - average));
        Assert.Equal(mean, average, 5 * deviation / Math.Sqrt(Count));
        Assert.Equal(deviation * deviation, variance, 5 * deviation * deviation * Math.Sqrt(2.0 / Count));
        Assert.Equal((ulong)Count, random.Position);
    }

    private static void AssertEnds(string line, long parameters, double flops) =>
        Assert.Equal(
            [parameters.ToString("N0", CultureInfo.InvariantCulture), (flops * 1e-6).ToString("N1", CultureInfo.InvariantCulture)],
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]);
}
