namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// How the problems of one implicit product, each [M, N] with a sum over K, are cut into tiles, and the sum into parts. A function of the sizes and of the
/// device's kind and parallelism alone, so that results are the same bits on every run.
/// </summary>
/// <param name="Side">rows and columns of a tile</param>
/// <param name="PartDepth">terms of a part, a multiple of every kernel's step along k</param>
public readonly record struct ProductPlan(int Side, int RowTiles, int ColumnTiles, int Problems, int Parts, int PartDepth, MatrixPrecision Precision = MatrixPrecision.Single)
{
    /// <summary>Fewest terms of a part: 128 multiply-adds for each result that is written once more and added.</summary>
    private const int LeastDepth = 128;

    /// <summary>Parts begin at multiples of this, which the steps of all tiles divide.</summary>
    private const int Unit = 32;

    public int Groups => checked(RowTiles * ColumnTiles * Problems * Parts);

    public ProductGrid Grid => new(RowTiles, ColumnTiles, Parts, PartDepth);

    public static ProductPlan For(GpuContext context, int problems, int m, int n, int k) => Cut(Tile64.Side, context.Parallelism, problems, m, n, k);

    /// <summary>The product cut into a given number of parts at most: fewer when a part would be empty.</summary>
    public static ProductPlan WithParts(int side, int parts, int problems, int m, int n, int k)
    {
        int partDepth = Math.Max(1, Divide(Divide(Math.Max(k, 1), parts), Unit)) * Unit;
        return new ProductPlan(side, Divide(m, side), Divide(n, side), problems, Divide(Math.Max(k, 1), partDepth), partDepth);
    }

    /// <summary>As few parts as fill the device.</summary>
    public static ProductPlan Cut(int side, int parallelism, int problems, int m, int n, int k)
    {
        int tiles = Divide(m, side) * Divide(n, side) * problems;
        return WithParts(side, Math.Clamp(parallelism / tiles, 1, Math.Max(1, k / LeastDepth)), problems, m, n, k);
    }

    private static int Divide(int size, int part) => (size + part - 1) / part;
}
