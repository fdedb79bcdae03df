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

    /// <summary>Largest y and z of a CUDA grid.</summary>
    private const int MostInGrid = 65_535;

    /// <summary>Rows up to which <see cref="ThinTile"/> wastes less than a square tile.</summary>
    private const int MostThinRows = 2 * ThinTile.Rows;

    public ProductGrid Grid => new(Parts, PartDepth);

    public int RowTiles => Divide(M, Side);

    public int ColumnTiles => Divide(N, Side == ThinTile.Rows ? ThinTile.Columns : Side);

    /// <summary>Groups of threads.</summary>
    public int Groups => RowTiles * ColumnTiles * Problems * Parts;

    /// <summary>The launch of groups of so many threads, one for each tile, problem and part.</summary>
    /// <param name="shared">dynamic shared memory of a group</param>
    /// <exception cref="NotSupportedException">more tiles than CUDA can number in the second or third direction of a grid</exception>
    public KernelConfig Launch(int threads, SharedMemoryConfig shared = default) =>
        RowTiles <= MostInGrid && Problems * Parts <= MostInGrid
            ? new KernelConfig(new Index3D(ColumnTiles, RowTiles, Problems * Parts), new Index3D(threads, 1, 1), shared)
            : throw new NotSupportedException(
                $"a GPU product has at most {MostInGrid} rows of tiles and as many groups or phases, found {RowTiles} for {M} rows and {Problems * Parts}");

    /// <summary>The plan for a matrix product.</summary>
    public static ProductPlan For(GpuContext context, int problems, int m, int n, int k)
    {
        int multiprocessors = context.Accelerator.NumMultiprocessors;
        return context switch
        {
            { HasTensorCores: true, Precision: MatrixPrecision.Tf32 } => FastestOnTensorCores(multiprocessors, problems, m, n, k),
            { IsCuda: true } => Fastest(multiprocessors, problems, m, n, k),
            _ => Filling(Tile64.Side, context.Parallelism, problems, m, n, k),
        };
    }

    /// <summary>The plan where the left factor is loaded along k and the right one along its columns, as <see cref="ThinTile"/> needs it.</summary>
    public static ProductPlan ForImages(GpuContext context, int problems, int m, int n, int k) =>
        m <= MostThinRows ? Filling(ThinTile.Rows, context.Parallelism, problems, m, n, k) : For(context, problems, m, n, k);

    /// <summary>
    /// The size of a square tile and the number of parts that take least time by <see cref="Cost"/>; of equals the larger tile and the fewer parts.
    /// </summary>
    public static ProductPlan Fastest(int multiprocessors, int problems, int m, int n, int k) =>
        Fastest(MatrixPrecision.Single, Tile128.Side, Tile64.Side, multiprocessors, problems, m, n, k);

    /// <summary>The same for the tiles of tensor cores.</summary>
    public static ProductPlan FastestOnTensorCores(int multiprocessors, int problems, int m, int n, int k) =>
        Fastest(MatrixPrecision.Tf32, TensorTile.LargeSide, TensorTile.SmallSide, multiprocessors, problems, m, n, k);

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

    private static int MostParts(int groups, in ProductPlan whole) => Math.Clamp(groups / whole.Groups, 1, Math.Max(1, whole.K / LeastDepth));

    private static ProductPlan Fastest(
        MatrixPrecision precision, int largeSide, int smallSide, int multiprocessors, int problems, int m, int n, int k)
    {
        ProductPlan best = default;
        long least = long.MaxValue;
        foreach (int side in (ReadOnlySpan<int>)[largeSide, smallSide])
        {
            int most = MostParts(MostRounds * multiprocessors, WithParts(side, 1, problems, m, n, k));
            for (int parts = 1; parts <= most; parts++)
            {
                ProductPlan plan = WithParts(side, parts, problems, m, n, k) with { Precision = precision };
                long cost = plan.Cost(multiprocessors);
                if (cost < least)
                    (best, least) = (plan, cost);
            }
        }
        return best;
    }

    /// <summary>
    /// Time by estimate, in sixtieths of what a multiprocessor needs for a multiply-add of the small tile: the rounds that the busiest multiprocessor works,
    /// times a group's multiply-adds, its start counted as 32 terms more; and for several parts one more launch and the traffic of the partial results.
    /// Weights are instructions for a multiply-add: in the large tile's loop three quarters are multiply-adds, in the small one's five eighths; a step of 16
    /// terms is 312 instructions for 128 × 128 results and 8 warps on tensor cores, or 286 for 64 × 64 and 4 warps, a group of which fills half a
    /// multiprocessor. Estimates from the instructions, to be replaced by measured ones.
    /// </summary>
    private long Cost(int multiprocessors)
    {
        const long launch = 20_000_000;
        const long traffic = 2500;
        (int weight, int atOnce) = (Precision, Side) switch
        {
            (MatrixPrecision.Tf32, TensorTile.LargeSide) => (12, 1),
            (MatrixPrecision.Tf32, _) => (21, 2),
            (_, Tile128.Side) => (50, 1),
            _ => (60, 1),
        };
        long rounds = (long)Divide(Groups, atOnce * multiprocessors) * atOnce;
        long products = rounds * (PartDepth + 32) * Side * Side * weight;
        return Parts == 1 ? products : products + launch + traffic * Problems * M * N * Parts / multiprocessors;
    }
}
