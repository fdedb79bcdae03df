using ScratchGan.Engine;
using Xunit;

namespace ScratchGan.Tests.Engine.Tensors;

public sealed class ArenaTests : EngineTest
{
    [Fact]
    public void Tensors_of_an_arena_start_as_zeros_at_multiples_of_64_and_do_not_overlap()
    {
        using var arena = new Arena(Device, [new Shape(3), new Shape(65), new Shape(8, 8), Shape.Scalar]);
        Assert.Equal(64 + 128 + 64 + 64, arena.Flat.Shape.Count);
        Assert.All(arena.Flat.ToArray(), value => Assert.Equal(0f, value));
        for (int i = 0; i < 4; i++)
            arena.Tensors[i].Write([.. Enumerable.Repeat(i + 1f, arena.Tensors[i].Shape.Count)]);
        float[] flat = arena.Flat.ToArray();
        Assert.Equal([1f, 1f, 1f, 0f], flat[..4]);
        Assert.Equal([2f, 0f], flat[128..130]);
        Assert.Equal(3f, flat[64 + 128]);
        Assert.Equal([4f, 0f], flat[256..258]);
    }

    [Fact]
    public void A_step_towards_another_arena_covers_all_its_tensors()
    {
        using var average = new Arena(Device, [new Shape(2), new Shape(3)]);
        using Arena target = average.Like();
        target.Tensors[0].Write([1f, 2f]);
        target.Tensors[1].Write([4f, 8f, -8f]);
        average.MoveTowards(target, Device.Feed(1, weight => weight[0] = 0.25f));
        average.MoveTowards(target, Device.Feed(1, weight => weight[0] = 0.5f));

        // 1 − (1 − 0.25)(1 − 0.5) = 0.625 of the way.
        Assert.Equal([0.625f, 1.25f], average.Tensors[0].ToArray());
        Assert.Equal([2.5f, 5f, -5f], average.Tensors[1].ToArray());
        average.CopyFrom(target);
        Assert.Equal([4f, 8f, -8f], average.Tensors[1].ToArray());
        using var other = new Arena(Device, [new Shape(3), new Shape(2)]);
        Assert.Throws<ArgumentException>(() => average.CopyFrom(other));
    }

    [Fact]
    public void An_arena_outlives_the_scope_it_was_made_in()
    {
        Arena arena;
        using (new TensorScope(Device))
            arena = new Arena(Device, [new Shape(2)]);
        Assert.Equal([0f, 0f], arena.Tensors[0].ToArray());
        arena.Dispose();
        Assert.Throws<InvalidOperationException>(() => arena.Tensors[0].ToArray());
    }
}
