using ScratchGan.Engine;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Geometry;
using Xunit;

namespace ScratchGan.Tests.Engine.Operations;

/// <summary>Kernels check nothing, so an operation whose arguments do not fit must never reach one; sizes that overflow an int are the easiest to miss.</summary>
public sealed class RefusalTests : EngineTest
{
    [Fact]
    public void A_slice_whose_end_overflows_is_refused()
    {
        Tensor x = Random(1, 3, 5);
        Assert.Contains("[3, 5]", Assert.Throws<ArgumentException>(() => x.Slice(1, int.MaxValue, 2)).Message);
        Assert.Contains("[3, 5]", Assert.Throws<ArgumentException>(() => x.Slice(1, 2, int.MaxValue)).Message);
        Assert.Throws<ArgumentException>(() => StridedGeometry.Slice([3, 5], axis: 1, start: int.MaxValue, length: 2));
    }

    [Fact]
    public void Room_and_scales_that_overflow_are_refused()
    {
        Tensor x = Random(1, 1, 2, 3, 4);
        Assert.Throws<OverflowException>(() => x.Pad(3, int.MaxValue, int.MaxValue));
        Assert.Throws<OverflowException>(() => StridedGeometry.Place([3, 4], axis: 1, before: int.MaxValue, after: int.MaxValue));
        Assert.Throws<OverflowException>(() => x.Upsample(1 << 30));
    }

    [Fact]
    public void A_weight_gradient_needs_the_images_of_its_geometry()
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Forward(2, 3, 5, 4, 6, 3, 2);
        Tensor x = Random(1, 2, 3, 5, 4);
        Tensor g = Random(2, 2, 6, 3, 3);
        Assert.Equal(new Shape(6, 3, 3, 2), x.Conv2dWeightGradient(g, geometry).Shape);
        Assert.Contains("[2, 3, 4, 4]", Assert.Throws<ArgumentException>(() => Random(1, 2, 3, 4, 4).Conv2dWeightGradient(g, geometry)).Message);
        Assert.Contains("[2, 6, 2, 3]", Assert.Throws<ArgumentException>(() => x.Conv2dWeightGradient(Random(2, 2, 6, 2, 3), geometry)).Message);
    }

    [Fact]
    public void A_convolution_without_groups_is_refused_in_words()
    {
        Assert.Contains("groups 0", Assert.Throws<ArgumentException>(() => ConvolutionGeometry.Forward(2, 3, 5, 4, 6, 3, 2, groups: 0)).Message);
        Assert.Contains("groups 0", Assert.Throws<ArgumentException>(() => Random(1, 2, 6, 3, 3).ConvTranspose2d(Random(2, 6, 3, 3, 2), groups: 0)).Message);
    }
}
