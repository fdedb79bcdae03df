using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using Xunit;

namespace ScratchGan.Tests.Engine.Tensors;

public sealed class ShapeTests : EngineTest
{
    [Fact]
    public void A_shape_counts_its_elements_and_equals_another_with_the_same_dimensions()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal(30, shape.Count);
        Assert.Equal(3, shape.Rank);
        Assert.Equal(5, shape[^1]);
        Assert.Equal("[2, 3, 5]", shape.ToString());
        Assert.True(shape == new Shape(2, 3, 5));
        Assert.Equal(shape.GetHashCode(), new Shape(2, 3, 5).GetHashCode());
        Assert.True(shape != new Shape(2, 5, 3));
        Assert.False(shape.Equals(new Shape(2, 3)));
        Assert.Equal(1, Shape.Scalar.Count);
        Assert.Equal(0, Shape.Scalar.Rank);
    }

    [Fact]
    public void Axes_can_be_reduced_and_changed()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal(new Shape(2, 1, 1), shape.Reduced([1, 2], keepDimensions: true));
        Assert.Equal(new Shape(3), shape.Reduced([2, 0], keepDimensions: false));
        Assert.Equal(new Shape(2, 7, 5), shape.With(1, 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3, -1)]
    [InlineData(2, 0, 5)]
    public void A_dimension_below_one_is_refused(params int[] dimensions) =>
        Assert.Contains($"[{string.Join(", ", dimensions)}]", Assert.Throws<ArgumentException>(() => new Shape(dimensions)).Message);

    [Fact]
    public void More_elements_than_an_int_counts_are_refused_without_overflow()
    {
        Assert.Equal(int.MaxValue, new Shape(int.MaxValue).Count);
        Assert.Throws<ArgumentException>(() => new Shape(1 << 16, 1 << 15));
        Assert.Throws<ArgumentException>(() => new Shape(100_000, 100_000, 100_000, 100_000, 100_000));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Tensor x = Random(1, 2, 3);
        AssertNames(() => x + Random(2, 2), "Add", "[2, 3]", "[2]");
        AssertNames(() => x * Random(2, 3, 3), "Multiply", "[2, 3]", "[3, 3]");
        AssertNames(() => x / Random(2, 4, 2, 2), "Divide", "[4, 2, 2]");
        AssertNames(() => x.MatMul(Random(2, 2, 4)), "MatMul", "[2, 3]", "[2, 4]");
        AssertNames(() => x.MatMul(Random(2, 3, 4), transposeA: true), "MatMul", "[2, 3]ᵀ");
        AssertNames(() => x.Reshape(5), "Reshape", "[2, 3]", "[5]");
        AssertNames(() => x.BroadcastTo(new Shape(3, 3)), "BroadcastTo", "[2, 3]", "[3, 3]");
        AssertNames(() => x.Permute(0, 0), "Permute", "[2, 3]");
        AssertNames(() => x.Slice(1, 2, 2), "Slice", "[2, 3]");
        AssertNames(() => x.Pad(2, 1, 1), "Pad", "[2, 3]");
        AssertNames(() => TensorOperations.Concatenate([x, Random(2, 3, 2)], 0), "Concatenate", "[3, 2]");
        AssertNames(() => x.Sum([2]), "Sum", "[2, 3]");
        AssertNames(() => x.Upsample(2), "Upsample", "[2, 3]");
        AssertNames(() => Random(2, 1, 1, 4, 3).BlockSum(2), "BlockSum", "[1, 1, 4, 3]");
        AssertNames(() => x.Gather(x), "Gather", "[2, 3]");
        AssertNames(() => x.ScatterAdd(Constant(1f, 0f, 1f), 4), "ScatterAdd", "[3]");
        AssertNames(() => Random(1, 5).LogSumExp(), "LogSumExp", "[5]");
        AssertNames(() => x.BatchNorm(Constant(1f), Constant(1f), Activations.Identity), "BatchNorm", "[2, 3]", "[1]");
        AssertNames(() => Random(1, 1, 3, 4, 4).Conv2d(Random(2, 5, 2, 3, 3)), "Conv2d", "[1, 3, 4, 4]", "[5, 2, 3, 3]");
        AssertNames(() => Random(1, 1, 3, 4, 4).ConvTranspose2d(Random(2, 5, 2, 3, 3)), "ConvTranspose2d", "[1, 3, 4, 4]", "[5, 2, 3, 3]");
    }

    private static void AssertNames(Func<object> action, params string[] parts)
    {
        string message = Assert.Throws<ArgumentException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }
}
