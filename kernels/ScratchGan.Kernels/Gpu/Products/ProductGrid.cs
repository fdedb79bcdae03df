using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// Which tile of which problem each group of threads computes: columns of tiles in the first dimension of the grid, the only one without a low limit, rows in
/// the second, problems and parts in the third.
/// </summary>
public readonly struct ProductGrid(int parts, int partDepth)
{
    private readonly FastDivisor _parts = new(parts);
    private readonly int _partDepth = partDepth;

    /// <summary>The place of a group of threads.</summary>
    public ProductTile Tile()
    {
        int problem = _parts.Divide(Grid.IdxZ);
        return new ProductTile(Grid.IdxY, Grid.IdxX, _parts.Remainder(Grid.IdxZ, problem), problem, _partDepth);
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
