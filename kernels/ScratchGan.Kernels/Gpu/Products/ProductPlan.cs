using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// How the problems of one implicit product, each [M, N] with a sum over K, are cut into tiles, and the sum into parts. A function of the sizes and of the
/// device's kind and parallelism alone, so that results are the same bits on every run. ProductPlanTests.
/// </summary>
/// <param name="Side">rows of a tile; and columns, except in <see cref="ThinTile"/></param>
/// <param name="Parts">partial sums over k, each a result of its own, added later</param>
/// <param name="PartDepth">terms of a part, a multiple of every kernel's step along k</param>
/// <param name="Precision">whether on tensor cores</param>
public readonly record struct ProductPlan(
    int Problems, int M, int N, int K, int Side, int Parts, int PartDepth, MatrixPrecision Precision = MatrixPrecision.Single)
{
    /// <summary>Fewest terms of a part: 128 multiply-adds for each result that is written once more and added.</summary>
    private const int LeastDepth = 128;

    /// <summary>Parts begin at multiples of this, which the steps of all tiles divide.</summary>
    private const int Unit = 32;

    /// <summary>Groups that follow each other on a multiprocessor when a sum is cut; more would only add to the parts.</summary>
    private const int MostRounds = 2;

    /// <summary>Rows up to which <see cref="ThinTile"/> wastes less than a square tile.</summary>
    private const int MostThinRows = 2 * ThinTile.Rows;

    public ProductGrid Grid => new(Parts, PartDepth);

    public int RowTiles => Divide(M, Side);

    public int ColumnTiles => Divide(N, Side == ThinTile.Rows ? ThinTile.Columns : Side);

    /// <summary>Groups of threads.</summary>
    public int Groups => RowTiles * ColumnTiles * Problems * Parts;

    /// <summary>The launch of groups of so many threads, one for each tile, problem and part.</summary>
    /// <param name="shared">dynamic shared memory of a group</param>
    public KernelConfig Launch(int threads, SharedMemoryConfig shared = default) =>
        new(new Index3D(ColumnTiles, RowTiles, Problems * Parts), new Index3D(threads, 1, 1), shared);

    /// <summary>The plan for a matrix product.</summary>
    public static ProductPlan For(GpuContext context, int problems, int m, int n, int k) =>
        context switch
        {
            { HasTensorCores: true, Precision: MatrixPrecision.Tf32 } => FastestOnTensorCores(context.Parallelism, problems, m, n, k),
            { IsCuda: true } => Fastest(context.Accelerator.NumMultiprocessors, problems, m, n, k),
            _ => Filling(Tile64.Side, context.Parallelism, problems, m, n, k),
        };

    /// <summary>The plan where the left factor is loaded along k and the right one along its columns, as <see cref="ThinTile"/> needs it.</summary>
    public static ProductPlan ForImages(GpuContext context, int problems, int m, int n, int k) =>
        m <= MostThinRows ? Filling(ThinTile.Rows, context.Parallelism, problems, m, n, k) : For(context, problems, m, n, k);

    /// <summary>
    /// The size of a square tile and the number of parts that take least time by <see cref="Cost"/>; of equals the larger tile and the fewer parts.
    /// </summary>
    public static ProductPlan Fastest(int multiprocessors, int problems, int m, int n, int k)
    {
        ProductPlan best = default;
        long least = long.MaxValue;
        foreach (int side in (ReadOnlySpan<int>)[Tile128.Side, Tile64.Side])
        {
            int most = MostParts(MostRounds * multiprocessors, WithParts(side, 1, problems, m, n, k));
            for (int parts = 1; parts <= most; parts++)
            {
                ProductPlan plan = WithParts(side, parts, problems, m, n, k);
                long cost = plan.Cost(multiprocessors);
                if (cost < least)
                    (best, least) = (plan, cost);
            }
        }
        return best;
    }

    /// <summary>
    /// The same for the tiles of tensor cores. Of the small one twice as many groups are at work at once, each of half as many threads. A step of the large
    /// tile is about 1700 instructions for 128 × 128 results, one of the small tile 740 for 64 × 64: 4 to 7 for each result.
    /// </summary>
    public static ProductPlan FastestOnTensorCores(int parallelism, int problems, int m, int n, int k)
    {
        ProductPlan small = Filling(TensorTile.SmallSide, 2 * parallelism, problems, m, n, k);
        ProductPlan large = Filling(TensorTile.LargeSide, parallelism, problems, m, n, k);
        ProductPlan faster = 7 * 2 * small.Work(2 * parallelism) < 4 * large.Work(parallelism) ? small : large;
        return faster with { Precision = MatrixPrecision.Tf32 };
    }

    /// <summary>As many parts as fill the device, as long as they are not too short.</summary>
    public static ProductPlan Filling(int side, int parallelism, int problems, int m, int n, int k) =>
        WithParts(side, MostParts(parallelism, WithParts(side, 1, problems, m, n, k)), problems, m, n, k);

    /// <summary>The sum cut into a given number of parts, or fewer if some would be empty.</summary>
    public static ProductPlan WithParts(int side, int parts, int problems, int m, int n, int k)
    {
        int units = Math.Max(1, Divide(k, Unit));
        int partUnits = Divide(units, parts);
        return new ProductPlan(problems, m, n, k, side, Divide(units, partUnits), partUnits * Unit);
    }

    private static int Divide(int size, int part) => (size + part - 1) / part;

    private long Work(int parallelism) => (long)Divide(Groups, parallelism) * PartDepth * Side * Side;

    private static int MostParts(int groups, in ProductPlan whole) => Math.Clamp(groups / whole.Groups, 1, Math.Max(1, whole.K / LeastDepth));

    /// <summary>
    /// Time by estimate, in sixths of what a multiprocessor needs for a multiply-add of the small tile: the rounds that the busiest multiprocessor works,
    /// times a group's multiply-adds, its start counted as 32 terms more; and for several parts one more launch and the traffic of the partial results. A
    /// multiply-add of the large tile costs five sixths: three quarters of the instructions in its loop are multiply-adds, in the small one's five eighths.
    /// Estimates from the instructions, to be replaced by measured ones.
    /// </summary>
    private long Cost(int multiprocessors)
    {
        const long launch = 2_000_000;
        int weight = Side == Tile128.Side ? 5 : 6;
        long products = (long)Divide(Groups, multiprocessors) * (PartDepth + 32) * Side * Side * weight;
        return Parts == 1 ? products : products + launch + (long)Problems * M * N * Parts * 256 / multiprocessors;
    }
}
