using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

// i: index down, along the dimension that is contiguous in the source; j: index across, along the one that is contiguous in the target.

/// <content>
/// Transpositions: a group of threads takes a tile of Tile × Tile numbers at one index of the other dimensions. It is Tile threads wide and Strip high, reads
/// the source with its width down, and writes the target with its width across; in between the tile is in shared memory.
/// </content>
public static partial class StridedCopy
{
    private const int Tile = 32;
    private const int TileBits = 5;
    private const int Strip = GpuContext.GroupSize / Tile;

    /// <summary>A number more than a row: a column of the tile then lies in 32 different banks of shared memory.</summary>
    private const int Pitch = Tile + 1;

    /// <summary>Dimensions shorter than this would leave most of a tile empty.</summary>
    private const int ShortestSide = Tile / 2;

    /// <summary>The dimension, not the innermost, that is contiguous in the source, where the copy is worth tiles; −1 elsewhere.</summary>
    private static int DownDimension(StridedGeometry geometry)
    {
        int inner = geometry.Dimensions.Length - 1;
        int down = geometry.SourceStrides.IndexOf(1);
        bool transposes = down >= 0 && down < inner && geometry.TargetStrides[inner] == 1 && geometry.SourceStrides[inner] != 0;
        return transposes && geometry.Dimensions[down] >= ShortestSide && geometry.Dimensions[inner] >= ShortestSide ? down : -1;
    }

    private static void RunTransposed(GpuContext context, StridedGeometry geometry, int down, ArrayView<float> source, ArrayView<float> target)
    {
        var tiles = new TransposedTiles(geometry, down, Tile);
        context.Launch(TransposedKernel, new KernelConfig(tiles.Count, GpuContext.GroupSize), tiles, source, target);
    }

    private static void TransposedKernel(TransposedTiles tiles, ArrayView<float> source, ArrayView<float> target)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Tile * Pitch);
        int narrow = Group.IdxX >> TileBits;
        int wide = Group.IdxX & (Tile - 1);
        int band = tiles.Across.Divide(Grid.IdxX);
        int firstJ = tiles.Across.Remainder(Grid.IdxX, band) << TileBits;
        int other = tiles.Down.Divide(band);
        int firstI = tiles.Down.Remainder(band, other) << TileBits;
        StridedPlaces places = tiles.Others.Find(other);

        int from = tiles.SourceOffset + places.First;
        float a = Read(tiles, source, from, firstI + wide, firstJ + narrow);
        float b = Read(tiles, source, from, firstI + wide, firstJ + narrow + Strip);
        float c = Read(tiles, source, from, firstI + wide, firstJ + narrow + 2 * Strip);
        float d = Read(tiles, source, from, firstI + wide, firstJ + narrow + 3 * Strip);
        int place = narrow * Pitch + wide;
        shared[place] = a;
        shared[place + Strip * Pitch] = b;
        shared[place + 2 * Strip * Pitch] = c;
        shared[place + 3 * Strip * Pitch] = d;
        Group.Barrier();

        int to = tiles.TargetOffset + places.Second;
        place = wide * Pitch + narrow;
        Write(tiles, target, to, firstI + narrow, firstJ + wide, shared[place]);
        Write(tiles, target, to, firstI + narrow + Strip, firstJ + wide, shared[place + Strip]);
        Write(tiles, target, to, firstI + narrow + 2 * Strip, firstJ + wide, shared[place + 2 * Strip]);
        Write(tiles, target, to, firstI + narrow + 3 * Strip, firstJ + wide, shared[place + 3 * Strip]);
    }

    private static float Read(TransposedTiles tiles, ArrayView<float> source, int from, int i, int j) =>
        i < tiles.Height && j < tiles.Width ? source[from + i + j * tiles.SourceStep] : 0f;

    private static void Write(TransposedTiles tiles, ArrayView<float> target, int to, int i, int j, float value)
    {
        if (i < tiles.Height && j < tiles.Width)
            target[to + i * tiles.TargetStep + j] = value;
    }
}

/// <summary>How the groups of threads of a transposition find their tiles; an argument of the kernel.</summary>
public readonly struct TransposedTiles
{
    /// <summary>All dimensions but the two that a tile lies in.</summary>
    public readonly StridedWalk Others;

    /// <summary>Tiles side by side in each direction; divides the number of a group.</summary>
    public readonly FastDivisor Across;
    public readonly FastDivisor Down;
    public readonly int Height;
    public readonly int Width;
    public readonly int SourceStep;
    public readonly int TargetStep;
    public readonly int SourceOffset;
    public readonly int TargetOffset;

    /// <summary>Tiles in all.</summary>
    public readonly int Count;

    public TransposedTiles(StridedGeometry geometry, int down, int tile)
    {
        Others = new StridedWalk(
            Without(geometry.Dimensions[..^1], down), Without(geometry.SourceStrides[..^1], down), Without(geometry.TargetStrides[..^1], down));
        Height = geometry.Dimensions[down];
        Width = geometry.Dimensions[^1];
        SourceStep = geometry.SourceStrides[^1];
        TargetStep = geometry.TargetStrides[down];
        SourceOffset = geometry.SourceOffset;
        TargetOffset = geometry.TargetOffset;
        Across = new FastDivisor((Width + tile - 1) / tile);
        Down = new FastDivisor((Height + tile - 1) / tile);
        Count = geometry.Count / (Height * Width) * Across.Divisor * Down.Divisor;
    }

    private static int[] Without(ReadOnlySpan<int> values, int dimension) => [.. values[..dimension], .. values[(dimension + 1)..]];
}
