namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>How one implicit matrix product is cut into work items: by shape alone, so that the result does not depend on the number of threads.</summary>
/// <param name="Groups">independent products of the same size</param>
/// <param name="Residues">products of one group that share the prepared right factor and are stored together</param>
/// <param name="Rows">rows of one product</param>
/// <param name="RowsPerBlock">rows of one work item, a multiple of <see cref="MicroKernel.Rows"/></param>
/// <param name="ColumnBlocks">blocks of columns</param>
/// <param name="MaxColumns">columns of the largest block</param>
/// <param name="DepthBlocks">blocks of k</param>
/// <param name="MaxDepth">length of the longest block of k</param>
/// <param name="Parts">partial sums over k, each an item of its own; 1 keeps the whole sum in one item</param>
internal readonly record struct ProductPlan(
    int Groups, int Residues, int Rows, int RowsPerBlock, int ColumnBlocks, int MaxColumns, int DepthBlocks, int MaxDepth, int Parts = 1)
{
    /// <summary>Items that keep about this many threads busy.</summary>
    public const int WantedItems = 16;

    /// <summary>
    /// Length of a block of k: a panel of 16 columns then fills half of a 32 KB first-level cache, and rows of it are long enough to forget the tile's load
    /// and store.
    /// </summary>
    public const int Depth = 256;

    public int RowBlocks => Divide(Rows, RowsPerBlock);

    public int Items => Groups * Parts * RowBlocks * ColumnBlocks;

    public static int Divide(int size, int part) => (size + part - 1) / part;

    /// <summary>
    /// Rows of one item when <paramref name="otherItems"/> items exist for each block of rows: all of them, or fewer to feed more threads, but not so few that
    /// packing the columns again for each block of rows costs more than a few percent.
    /// </summary>
    public static int RowsFor(int rows, int otherItems)
    {
        const int fewestRows = 126;
        int blocks = Math.Clamp(Divide(WantedItems, otherItems), 1, Math.Max(1, rows / fewestRows));
        return Divide(Divide(rows, blocks), MicroKernel.Rows) * MicroKernel.Rows;
    }
}
