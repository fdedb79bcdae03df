using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Which tile of which problem each group of threads computes: group = ((problem · parts + part) · columnTiles + column) · rowTiles + row, all in the first
/// dimension of the grid, the only one without a low limit. Neighbouring groups take the tiles below each other: they load the same columns, which are the
/// larger factor in a convolution, while the second-level cache has them.
/// </summary>
public readonly struct ProductGrid(int rowTiles, int columnTiles, int parts, int partDepth)
{
    private readonly FastDivisor _rowTiles = new(rowTiles);
    private readonly FastDivisor _columnTiles = new(columnTiles);
    private readonly FastDivisor _parts = new(parts);
    private readonly int _partDepth = partDepth;

    /// <summary>The place of a group of threads.</summary>
    public ProductTile Tile(int group)
    {
        int column = _rowTiles.Divide(group);
        int part = _columnTiles.Divide(column);
        int problem = _parts.Divide(part);
        return new ProductTile(
            _rowTiles.Remainder(group, column), _columnTiles.Remainder(column, part), _parts.Remainder(part, problem), problem, _partDepth);
    }
}

/// <summary>A tile's row and column of tiles, its problem, and its part of the sum over k: k from <see cref="FirstK"/> to before <see cref="EndK"/>.</summary>
public readonly struct ProductTile(int row, int column, int part, int problem, int partDepth)
{
    private readonly int _partDepth = partDepth;

    public int Row { get; } = row;

    public int Column { get; } = column;

    public int Part { get; } = part;

    public int Problem { get; } = problem;

    public int FirstK => Part * _partDepth;

    /// <param name="depth">terms of the problem's whole sum</param>
    public int EndK(int depth) => Math.Min(depth, FirstK + _partDepth);
}
