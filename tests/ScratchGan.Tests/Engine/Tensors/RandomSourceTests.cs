using ScratchGan.Engine;
using Xunit;

namespace ScratchGan.Tests.Engine.Tensors;

/// <summary>The numbers themselves are pinned by the tests of the kernels; here: position, streams, host and device.</summary>
public sealed class RandomSourceTests : EngineTest
{
    [Fact]
    public void The_position_is_all_there_is_to_save()
    {
        var random = new RandomSource(5, 2);
        random.Normal(Device, new Shape(7, 3));
        Assert.Equal(21ul, random.Position);
        float[] uniform = random.Uniform(Device, new Shape(10)).ToArray();
        float[] normal = random.Normal(Device, new Shape(5)).ToArray();
        Assert.Equal(36ul, random.Position);
        var resumed = new RandomSource(5, 2) { Position = 21 };
        Assert.Equal(uniform, resumed.Uniform(Device, new Shape(10)).ToArray());
        Assert.Equal(normal, resumed.Normal(Device, new Shape(5)).ToArray());
    }

    [Fact]
    public void Host_and_device_draw_the_same_numbers_in_pieces_of_any_size()
    {
        float[] device = new RandomSource(5, 2).Normal(Device, new Shape(101)).ToArray();
        float[] host = new float[101];
        var random = new RandomSource(5, 2);
        for (int start = 0, size = 1; start < host.Length; start += size, size++)
            random.FillNormal(host.AsSpan(start, Math.Min(size, host.Length - start)));

        // The design allows devices 1e-5; a normal number is at most about 6.
        Assert.Equal(101ul, random.Position);
        for (int i = 0; i < host.Length; i++)
            Assert.Equal(host[i], device[i], 1e-5f);
    }

    [Fact]
    public void Streams_and_seeds_do_not_repeat_each_other()
    {
        float[] Draw(ulong seed, ulong stream) => new RandomSource(seed, stream).Uniform(Device, new Shape(1000)).ToArray();
        Assert.Equal(Draw(5, 2), Draw(5, 2));
        float[][] all = [Draw(5, 2), Draw(5, 3), Draw(6, 2), Draw(2, 5)];

        // 4000 of 2²⁴ numbers: half a coincidence is expected.
        Assert.InRange(all.SelectMany(values => values).Distinct().Count(), 3990, 4000);
        Assert.All(all[0], value => Assert.InRange(value, 0f, 0.99999994f));
    }
}
