using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using Xunit;
using Layer = ScratchGan.Engine.Layers.Dropout;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>y = x/(1 − rate) where u ≥ rate, 0 elsewhere.</summary>
public sealed class DropoutTests : OperationTests<DropoutTests>, IOperationCases
{
    public static IEnumerable<OperationCase> Cases => [Case(0.25f, 3, 7), Case(0.5f, 2, 3, 5, 2)];

    [Fact]
    public void A_layer_drops_its_share_goes_on_from_its_position_and_does_nothing_in_evaluation()
    {
        using Device device = Device.Cpu(threads: 1);
        var random = new RandomSource(seed: 3, stream: 9);
        using var layer = new Layer(0.3f, random);
        layer.Initialize(device, new RandomSource(seed: 1, stream: 0));
        Tensor ones = Tensor.Filled(device, 1f, new Shape(100, 100));
        float[] first = layer.Forward(ones).ToArray(), second = layer.Forward(ones).ToArray();
        Assert.Equal(20_000UL, random.Position);
        // 10,000 draws of a share of 0.3 have a standard error of 0.0046.
        Assert.Equal(0.3, first.Count(value => value == 0) / 10_000.0, 0.02);
        Assert.All(first.Where(value => value != 0), value => Assert.Equal(1f / 0.7f, value));
        Assert.NotEqual(first, second);
        random.Position = 10_000;
        Assert.Equal(second, layer.Forward(ones).ToArray());
        layer.Evaluate();
        Assert.Same(ones, layer.Forward(ones));
        Assert.Equal(20_000UL, random.Position);
    }

    private static OperationCase Case(float rate, params int[] shape) => new(
        $"Dropout of [{string.Join(", ", shape)}] at {rate}",
        [Input.Signed(shape), new Input(new Shape(shape), random => random.NextDouble(), Differentiable: false)],
        x => x[0].Dropout(x[1], rate),
        x => [.. x[0].Zip(x[1], (value, u) => u >= rate ? value / (1 - rate) : 0)])
    {
        Methods = [nameof(TensorOperations.Dropout)],
    };
}
