using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using Xunit;

namespace ScratchGan.Tests.Engine.Tensors;

public sealed class TensorScopeTests : EngineTest
{
    [Fact]
    public void A_scope_gives_back_what_was_made_in_it_except_what_was_kept()
    {
        Tensor before = Constant(1f);
        Tensor kept;
        Tensor lost;
        using (var scope = new TensorScope(Device))
        {
            kept = scope.Keep(Constant(2f));
            lost = before + kept;
            Assert.Same(before, scope.Keep(before));
        }
        Assert.Equal(1f, before.Item());
        Assert.Equal(2f, kept.Item());
        Assert.Contains("scope", Assert.Throws<InvalidOperationException>(() => lost.Item()).Message);
    }

    [Fact]
    public void What_an_inner_scope_keeps_belongs_to_the_outer_one()
    {
        Tensor kept;
        using (new TensorScope(Device))
        {
            using (var inner = new TensorScope(Device))
                kept = inner.Keep(Constant(3f));
            Assert.Equal(3f, kept.Item());
        }
        Assert.Throws<InvalidOperationException>(() => kept.Item());
    }

    [Fact]
    public void Keeping_a_tensor_twice_hands_it_on_once()
    {
        Tensor tensor;
        using (var outer = new TensorScope(Device))
        {
            using (var inner = new TensorScope(Device))
            {
                tensor = inner.Keep(Constant(3f));
                inner.Keep(tensor);
            }
            outer.Keep(tensor);
        }
        Assert.Equal(3f, tensor.Item());
    }

    [Fact]
    public void Scopes_end_in_the_reverse_order()
    {
        var outer = new TensorScope(Device);
        var inner = new TensorScope(Device);
        Assert.Contains("reverse order", Assert.Throws<InvalidOperationException>(outer.Dispose).Message);
        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void A_second_pass_through_a_scope_finds_its_memory_in_the_pool()
    {
        int allocations = 0;
        for (int pass = 0; pass < 3; pass++)
        {
            using var scope = new TensorScope(Device);
            Tensor x = Random(pass, 37, 11);
            Gradients.Of((x * x).Tanh().Sum(), [x]);
            if (pass == 0)
                allocations = Device.PoolAllocations;
        }
        Assert.Equal(allocations, Device.PoolAllocations);
    }
}
