using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Products;

/// <summary>
/// The planes and tap tables that <see cref="ConvolutionGeometry"/> asks for; index letters as there, (ρ, κ) a residue of the big image's pixels modulo s.
/// </summary>
internal static unsafe class ConvolutionPlans
{
    /// <summary>Rounds up to whole cache lines.</summary>
    public static long Aligned(long length) => (length + 15) / 16 * 16;

    /// <summary>
    /// Positions of one work item: enough to use each weight 128 times once it is in the cache, or half as many where a deep, small layer has few.
    /// </summary>
    public static int PositionsPerItem(in ConvolutionGeometry geometry, long positions)
    {
        const int many = 128;
        return positions * geometry.Groups >= (long)many * ProductPlan.WantedItems ? many : many / 2;
    }

    /// <summary>Patches of the big image at the positions of the small one: σ = s, offsets d·i − a.</summary>
    public static PatchPlanes BigImagePlanes(in ConvolutionGeometry geometry, float* x, int wanted) => new(
        x, geometry.N, geometry.C, (geometry.H, geometry.W), geometry.Stride, (geometry.P, geometry.Q),
        (-geometry.Padding, geometry.Dilation * (geometry.I - 1) - geometry.Padding),
        (-geometry.Padding, geometry.Dilation * (geometry.J - 1) - geometry.Padding), wanted);

    public static TapTable BigImageTaps(in ConvolutionGeometry geometry, in PatchPlanes planes, int* memory)
    {
        var taps = new TapTable(memory, 1, geometry.I * geometry.J);
        taps.Count(0) = geometry.I * geometry.J;
        for (int i = 0; i < geometry.I; i++)
            for (int j = 0; j < geometry.J; j++)
            {
                int tap = i * geometry.J + j;
                taps.Number(0, tap) = tap;
                taps.Offset(0, tap) = (int)planes.TapOffset(
                    geometry.Dilation * i - geometry.Padding, geometry.Dilation * j - geometry.Padding);
            }
        return taps;
    }

    /// <summary>Patches of the small image at every s-th pixel of the big one: σ = 1, offsets (ρ + a − d·i) / s of the taps that divide.</summary>
    public static PatchPlanes SmallImagePlanes(in ConvolutionGeometry geometry, float* g, int wanted) => new(
        g, geometry.N, geometry.F, (geometry.P, geometry.Q), 1,
        (ProductPlan.Divide(geometry.H, geometry.Stride), ProductPlan.Divide(geometry.W, geometry.Stride)),
        OffsetRange(geometry, geometry.I, geometry.H), OffsetRange(geometry, geometry.J, geometry.W), wanted);

    public static TapTable SmallImageTaps(in ConvolutionGeometry geometry, in PatchPlanes planes, int* memory)
    {
        int rows = Math.Min(geometry.Stride, geometry.H);
        int columns = Math.Min(geometry.Stride, geometry.W);
        var taps = new TapTable(memory, rows * columns, geometry.I * geometry.J);
        for (int residue = 0; residue < rows * columns; residue++)
        {
            int count = 0;
            for (int i = 0; i < geometry.I; i++)
                for (int j = 0; j < geometry.J; j++)
                    if (Hits(geometry, residue / columns, i, out int row) && Hits(geometry, residue % columns, j, out int column))
                    {
                        taps.Number(residue, count) = i * geometry.J + j;
                        taps.Offset(residue, count++) = (int)planes.TapOffset(row, column);
                    }
            taps.Count(residue) = count;
        }
        return taps;
    }

    /// <summary>The most taps that any residue has, at least 1.</summary>
    public static int MostTaps(in ConvolutionGeometry geometry) =>
        MostTaps(geometry, geometry.I, geometry.H) * MostTaps(geometry, geometry.J, geometry.W);

    private static int MostTaps(in ConvolutionGeometry geometry, int kernel, int size)
    {
        int most = 1;
        for (int residue = 0; residue < Math.Min(geometry.Stride, size); residue++)
        {
            int count = 0;
            for (int i = 0; i < kernel; i++)
                if (Hits(geometry, residue, i, out _))
                    count++;
            most = Math.Max(most, count);
        }
        return most;
    }

    /// <summary>Smallest and largest offset over all residues and taps along one dimension; (0, 0) when no tap hits any pixel.</summary>
    private static (int First, int Last) OffsetRange(in ConvolutionGeometry geometry, int kernel, int size)
    {
        int first = int.MaxValue;
        int last = int.MinValue;
        for (int residue = 0; residue < Math.Min(geometry.Stride, size); residue++)
            for (int i = 0; i < kernel; i++)
                if (Hits(geometry, residue, i, out int offset))
                {
                    first = Math.Min(first, offset);
                    last = Math.Max(last, offset);
                }
        return first > last ? (0, 0) : (first, last);
    }

    /// <summary>Tap i reaches pixels of residue ρ when s divides ρ + a − d·i; the quotient is its offset.</summary>
    private static bool Hits(in ConvolutionGeometry geometry, int residue, int tap, out int offset)
    {
        (offset, int remainder) = Math.DivRem(residue + geometry.Padding - geometry.Dilation * tap, geometry.Stride);
        return remainder == 0;
    }
}
