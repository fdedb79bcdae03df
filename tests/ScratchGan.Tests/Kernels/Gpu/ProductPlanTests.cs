using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>Plans as a device with 132 multiprocessors would get them.</summary>
public sealed class ProductPlanTests
{
    private const int Many = 132;

    [Theory]
    [InlineData(1, 4096, 4096, 4096)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 65, 130, 1000)]
    [InlineData(4, 128, 2048, 257)]
    [InlineData(1, 64, 48, 131072)]
    [InlineData(2, 7, 3, 0)]
    public void Tiles_cover_the_product_and_parts_the_sum(int problems, int m, int n, int k)
    {
        foreach (ProductPlan plan in (ProductPlan[])
            [ProductPlan.Fastest(Many, problems, m, n, k), ProductPlan.Filling(64, 4, problems, m, n, k), ProductPlan.WithParts(4, 5, problems, m, n, k)])
        {
            Assert.InRange(plan.RowTiles * plan.Side, m, m + plan.Side - 1);
            int columns = plan.Side == 4 ? 1024 : plan.Side;
            Assert.InRange(plan.ColumnTiles * columns, n, n + columns - 1);
            Assert.Equal(0, plan.PartDepth % 32);
            Assert.InRange(k, (plan.Parts - 1) * plan.PartDepth, plan.Parts * plan.PartDepth);
            Assert.Equal(problems * plan.RowTiles * plan.ColumnTiles * plan.Parts, plan.Groups);
        }
    }

    [Fact]
    public void A_large_product_has_large_tiles_and_whole_sums()
    {
        ProductPlan plan = ProductPlan.Fastest(Many, 1, 4096, 4096, 4096);
        Assert.Equal((128, 1), (plan.Side, plan.Parts));
    }

    [Fact]
    public void A_narrow_product_has_small_tiles() => Assert.Equal(64, ProductPlan.Fastest(Many, 1, 64, 65536, 512).Side);

    /// <summary>A deep layer of a DCGAN, 512 filters at 4 × 4 pixels, and the weights of its first layer: few results, many terms.</summary>
    [Theory]
    [InlineData(512, 2048, 4096)]
    [InlineData(64, 48, 131072)]
    public void Small_deep_layers_fill_the_device(int m, int n, int k)
    {
        ProductPlan plan = ProductPlan.Fastest(Many, 1, m, n, k);
        Assert.InRange(plan.Groups, Many * 3 / 4, 2 * Many);
        Assert.True(plan.Parts > 1);
    }

    /// <summary>128 large tiles for 132 multiprocessors: halves of the sums would not be done sooner.</summary>
    [Fact]
    public void Sums_stay_whole_when_their_tiles_fill_the_device()
    {
        ProductPlan plan = ProductPlan.Fastest(Many, 1, 128, 16384, 1024);
        Assert.Equal((128, 1), (plan.Side, plan.Parts));
    }

    [Fact]
    public void Tensor_cores_get_large_tiles_for_large_products_and_small_ones_for_narrow_products()
    {
        ProductPlan large = ProductPlan.FastestOnTensorCores(Many, 1, 4096, 4096, 4096);
        Assert.Equal((TensorTile.LargeSide, 1, MatrixPrecision.Tf32), (large.Side, large.Parts, large.Precision));
        ProductPlan narrow = ProductPlan.FastestOnTensorCores(Many, 1, 64, 65536, 512);
        Assert.Equal((TensorTile.SmallSide, MatrixPrecision.Tf32), (narrow.Side, narrow.Precision));
    }

    [Fact]
    public void More_rows_than_a_grid_can_hold_are_refused_in_words()
    {
        ProductPlan plan = ProductPlan.WithParts(64, 1, 1, 64 * 65_536, 8, 8);
        Assert.Contains("65536 for 4194304 rows", Assert.Throws<NotSupportedException>(() => plan.Launch(256)).Message);
    }

    [Fact]
    public void A_short_sum_is_not_cut() => Assert.Equal(1, ProductPlan.Fastest(Many, 1, 64, 64, 127).Parts);
}
