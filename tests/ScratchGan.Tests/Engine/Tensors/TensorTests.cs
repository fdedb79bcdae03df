using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using Xunit;

namespace ScratchGan.Tests.Engine.Tensors;

public sealed class TensorTests : EngineTest
{
    [Fact]
    public void A_tensor_whose_device_is_gone_says_so()
    {
        Tensor dead;
        using (Device device = Device.Cpu(threads: 1))
            dead = Tensor.Zeros(device, new Shape(3, 5));
        Assert.Throws<ObjectDisposedException>(dead.ToArray);
        dead.Dispose();
    }

    [Fact]
    public void Values_go_in_and_come_out_in_row_major_order()
    {
        float[] values = [1f, -2f, 3.5f, 4f, 5f, -0f];
        Tensor x = Tensor.From(Device, values, new Shape(2, 3));
        Assert.Equal(values, x.ToArray());
        Assert.Equal([4f, 5f, -0f], x.Slice(0, 1, 1).ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.From(Device, values, new Shape(5)));
        Assert.Throws<InvalidOperationException>(() => x.Item());
        Assert.Equal(3.5f, Tensor.Filled(Device, 3.5f, Shape.Scalar).Item());
    }

    [Fact]
    public void A_write_is_seen_by_every_tensor_over_the_same_memory_and_counted()
    {
        Tensor x = Constant(1f, 2f, 3f);
        Tensor same = x.Detach();
        int version = same.Version;
        x.Write([4f, 5f, 6f]);
        Assert.Equal([4f, 5f, 6f], same.ToArray());
        Assert.True(same.Version > version);
        Assert.Throws<ArgumentException>(() => x.Write([1f]));
    }

    [Fact]
    public void Memory_goes_back_with_the_last_tensor_over_it()
    {
        Tensor x = Constant(1f, 2f, 3f);
        Tensor view = x.Reshape(3, 1);
        int allocations = Device.PoolAllocations;
        x.Dispose();
        x.Dispose();
        Assert.Equal([1f, 2f, 3f], view.ToArray());
        Constant(7f, 8f, 9f);
        Assert.Equal(allocations + 1, Device.PoolAllocations);
        Assert.Equal([1f, 2f, 3f], view.ToArray());
        view.Dispose();
        Constant(10f);
        Assert.Equal(allocations + 1, Device.PoolAllocations);
        Assert.Contains("given back", Assert.Throws<InvalidOperationException>(() => view.ToArray()).Message);
    }

    [Fact]
    public void Tensors_of_two_devices_do_not_meet()
    {
        using Device other = Device.Cpu(threads: 1);
        Assert.Contains("one device", Assert.Throws<ArgumentException>(() => Constant(1f) + Tensor.Filled(other, 1f, new Shape(1))).Message);
    }

    [Fact]
    public void The_finite_check_names_operation_element_and_inputs()
    {
        Tensor x = Tensor.From(Device, [1f, 4f, 2f, -1f, 0f, 3f], new Shape(2, 3));
        Assert.True(float.IsNaN(x.SquareRoot().ToArray()[3]));
        Device.CheckFinite = true;
        string message = Assert.Throws<NonFiniteException>(() => (x * 1f).SquareRoot()).Message;
        Assert.Contains("SquareRoot", message);
        Assert.Contains("element 3 of [2, 3]", message);
        Assert.Contains("made by Scale", message);
        Assert.Contains("Reciprocal", Assert.Throws<NonFiniteException>(() => x.Reciprocal()).Message);
    }

    [Fact]
    public void The_finite_check_looks_at_backward_passes_too()
    {
        Device.CheckFinite = true;
        Tensor x = Constant(4f, 0f, 9f);
        Tensor output = x.SquareRoot().Sum();
        Assert.Contains("SquareRootGradient", Assert.Throws<NonFiniteException>(() => Gradients.Of(output, [x])).Message);
    }

    [Fact]
    public void Indices_outside_the_table_are_refused()
    {
        Tensor x = Random(1, 3, 2);
        foreach (float index in (float[])[3f, -1f, 0.5f, float.NaN])
            Assert.ThrowsAny<ArgumentException>(() => x.Gather(Constant(0f, index)));
    }
}
