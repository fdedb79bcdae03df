namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>Where finished blocks of an implicit matrix product go.</summary>
internal unsafe interface IOutputMatrix
{
    /// <summary>
    /// Stores rows firstRow … firstRow + rows − 1 of one block of columns. Element (row, column) of residue r is at
    /// tile[r · residueStride + row · tileStride + column], row counted from firstRow. Tile memory between the columns and tileStride may be overwritten.
    /// </summary>
    void Store(int group, int part, int firstRow, int rows, int columnBlock, int columns, float* tile, nint tileStride, nint residueStride);
}
