namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// C = A·B where neither factor need exist as a matrix: A and B are packed, block by block, straight from where their numbers live (a matrix, its transpose,
/// patches of images), and C is stored the same way.
/// <para>
/// The scheme is that of Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008: a register tile of 6×16, a panel of
/// B in the first-level cache, a block of A in the second. One work item owns a block of rows and columns and sums over all its blocks of k in order, in a
/// tile of its own; so an element of C has the same bits whichever thread computes it and whatever else is computed beside it.
/// </para>
/// </summary>
internal static unsafe class ImplicitMatMul
{
    // Rows of A multiplied with every panel of B before the next rows: 120 · 256 floats, a quarter of a 512 KB second-level cache.
    internal const int RowsInCache = 120;
    private const int PanelsInCache = RowsInCache / MicroKernel.Rows;

    public static void Run<TLeft, TRight, TOutput>(CpuContext context, ProductPlan plan, TLeft left, TRight right, TOutput output)
        where TLeft : struct, ILeftMatrix
        where TRight : struct, IRightMatrix
        where TOutput : struct, IOutputMatrix
    {
        Workspace workspace = context.Workspace;
        context.Threads.For(plan.Items, (item, lane) => Item(workspace, lane, plan, left, right, output, item));
    }

    private static void Item<TLeft, TRight, TOutput>(
        Workspace workspace, int lane, in ProductPlan plan, in TLeft left, in TRight right, in TOutput output, int item)
        where TLeft : struct, ILeftMatrix
        where TRight : struct, IRightMatrix
        where TOutput : struct, IOutputMatrix
    {
        // Row blocks of the same columns follow one another: their patches are still in the cache.
        int rowBlock = item % plan.RowBlocks;
        int columnBlock = item / plan.RowBlocks % plan.ColumnBlocks;
        int part = item / (plan.RowBlocks * plan.ColumnBlocks) % plan.Parts;
        int group = item / (plan.RowBlocks * plan.ColumnBlocks * plan.Parts);

        int firstRow = rowBlock * plan.RowsPerBlock;
        int rows = Math.Min(plan.RowsPerBlock, plan.Rows - firstRow);
        int firstPanel = firstRow / MicroKernel.Rows;
        int panels = ProductPlan.Divide(rows, MicroKernel.Rows);
        int columns = right.Columns(columnBlock);
        int columnPanels = ProductPlan.Divide(columns, MicroKernel.Columns);

        nint tileStride = (nint)ProductPlan.Divide(plan.MaxColumns, MicroKernel.Columns) * MicroKernel.Columns;
        nint residueStride = ProductPlan.Divide(plan.RowsPerBlock, MicroKernel.Rows) * MicroKernel.Rows * tileStride;
        long columnPanelsLength = tileStride * plan.MaxDepth;
        float* tile = workspace.Lane(lane, residueStride * plan.Residues + columnPanelsLength + right.PreparedLength + left.ScratchLength);
        float* rightPanels = tile + residueStride * plan.Residues;
        float* prepared = rightPanels + columnPanelsLength;
        float* leftScratch = prepared + right.PreparedLength;

        int firstDepthBlock = (int)((long)plan.DepthBlocks * part / plan.Parts);
        int lastDepthBlock = (int)((long)plan.DepthBlocks * (part + 1) / plan.Parts);
        for (int depthBlock = firstDepthBlock; depthBlock < lastDepthBlock; depthBlock++)
        {
            bool accumulate = depthBlock > firstDepthBlock;
            right.Prepare(group, columnBlock, depthBlock, prepared);
            for (int residue = 0; residue < plan.Residues; residue++)
            {
                int depth = right.Depth(depthBlock, residue);
                right.Pack(columnBlock, depthBlock, residue, prepared, rightPanels);
                nint leftStride = left.PanelStride(residue);
                for (int panel = 0; panel < panels; panel += PanelsInCache)
                {
                    int count = Math.Min(PanelsInCache, panels - panel);
                    float* leftPanels = left.Panels(group, residue, depthBlock, firstPanel + panel, count, leftScratch);
                    float* corner = tile + residue * residueStride + panel * MicroKernel.Rows * tileStride;
                    for (int j = 0; j < columnPanels; j++)
                    {
                        float* rightPanel = rightPanels + (nint)j * depth * MicroKernel.Columns;
                        for (int i = 0; i < count; i++)
                            MicroKernel.Run(
                                depth, leftPanels + i * leftStride, rightPanel,
                                corner + i * MicroKernel.Rows * tileStride + j * MicroKernel.Columns, tileStride, accumulate);
                    }
                }
            }
        }
        output.Store(group, part, firstRow, rows, columnBlock, columns, tile, tileStride, residueStride);
    }
}
