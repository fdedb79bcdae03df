using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Optimizers;
using Xunit;

namespace ScratchGan.Tests.Engine.Optimizers;

public sealed class WeightClippingTests : EngineTest
{
    [Fact]
    public void Every_parameter_is_moved_to_the_nearest_number_within_the_limit_and_its_version_grows()
    {
        using var layer = new Linear(7, 5, initializer: Initializers.Normal(0f, 0.02f));
        layer.Initialize(Device, new RandomSource(seed: 1, stream: 0));
        layer.Parameters[1].Write([-1f, 0f, 0.01f, 0.02f, -0.005f]);
        float[] before = layer.Parameters[0].ToArray();
        int version = layer.Parameters[0].Version;
        WeightClipping.Apply(layer, 0.01f);
        Assert.Equal(before.Select(value => Math.Clamp(value, -0.01f, 0.01f)), layer.Parameters[0].ToArray());
        Assert.Contains(before, value => Math.Abs(value) > 0.01f);
        Assert.Equal([-0.01f, 0f, 0.01f, 0.01f, -0.005f], layer.Parameters[1].ToArray());
        Assert.True(layer.Parameters[0].Version > version);
    }
}
