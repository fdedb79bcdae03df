using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Data in the plane: an endless row of points under each seed, of which point i is a pure function of (seed, i), namely of block i of one Philox stream. The
/// smallest data on which a GAN can fail in all the usual ways, and where what it has learnt can be seen and counted.
/// </summary>
public abstract class PlanarData
{
    /// <summary>Fills [count, 2] coordinates, x and y in turn, with the points first, first + 1, …</summary>
    public void Sample(ulong seed, long first, Span<float> points)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (points.Length % 2 != 0)
            throw new ArgumentException($"points: expected an even number of coordinates, found {points.Length}");
        for (int i = 0; 2 * i < points.Length; i++)
        {
            PhiloxBlock block = Philox.Block(seed, DataStreams.Planar, (ulong)(first + i));
            (float normalX, float normalY) = Philox.Normals(block.X, block.Y);
            (points[2 * i], points[2 * i + 1]) = Point(normalX, normalY, block.Z);
        }
    }

    /// <summary>A point from two standard normal numbers and 32 random bits.</summary>
    private protected abstract (float X, float Y) Point(float normalX, float normalY, uint word);
}
