using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// target[TargetOffset + Σ i·TargetStrides] = source[SourceOffset + Σ i·SourceStrides]; see <see cref="StridedGeometry"/>. Source and target must not overlap.
/// The walk is along the target. Three forms: rows contiguous in both or repeated (a memory copy or fill), rows whose source is contiguous along another
/// dimension (a transposition, by tiles), and any other, number by number.
/// </summary>
public static unsafe class StridedCopy
{
    /// <summary>Height of the bands that a transposition is handed out in.</summary>
    private const int Band = 32;

    /// <summary>Rows shorter than this are not worth a call each.</summary>
    private const int ShortRow = 8;

    public static void Run(CpuContext context, StridedGeometry geometry, float* source, float* target)
    {
        int inner = geometry.Dimensions.Length - 1;
        int across = geometry.SourceStrides.IndexOf(1);
        if (across >= 0 && across < inner && geometry.TargetStrides[inner] == 1 && geometry.SourceStrides[inner] != 0)
            Transpose(context, geometry, across, source + geometry.SourceOffset, target + geometry.TargetOffset);
        else
            CopyRows(context, geometry, source + geometry.SourceOffset, target + geometry.TargetOffset);
    }

    private static void CopyRows(CpuContext context, StridedGeometry geometry, float* source, float* target)
    {
        int along = RowDimension(geometry.Dimensions);
        int width = geometry.Dimensions[along];
        nint step = geometry.SourceStrides[along];
        nint stride = geometry.TargetStrides[along];
        int[] others = Without(geometry.Dimensions, along);
        int[] sourceStrides = Without(geometry.SourceStrides, along);
        int[] targetStrides = Without(geometry.TargetStrides, along);
        Chunks.ForRows(context, geometry.Count / width, width, (first, last, start, length) =>
        {
            for (int row = first; row < last; row++)
            {
                float* from = source + StridedDimensions.Place(row, others, sourceStrides) + start * step;
                float* to = target + StridedDimensions.Place(row, others, targetStrides) + start * stride;
                CopyRow(from, step, to, stride, length);
            }
        });
    }

    /// <summary>The innermost dimension, unless it is short and its neighbour longer (upsampling: the repetitions of a pixel and a row of pixels).</summary>
    private static int RowDimension(ReadOnlySpan<int> dimensions)
    {
        int inner = dimensions.Length - 1;
        return inner > 0 && dimensions[inner] < ShortRow && dimensions[inner - 1] > dimensions[inner] ? inner - 1 : inner;
    }

    private static void CopyRow(float* from, nint step, float* to, nint stride, int count)
    {
        if (stride == 1 && step == 1)
            new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
        else if (stride == 1 && step == 0)
            new Span<float>(to, count).Fill(*from);
        else
            for (int i = 0; i < count; i++)
                to[i * stride] = from[i * step];
    }

    /// <summary>
    /// Dimension <paramref name="across"/> is contiguous in the source, the innermost in the target: for each index of the others the two are transposed.
    /// </summary>
    private static void Transpose(CpuContext context, StridedGeometry geometry, int across, float* source, float* target)
    {
        int height = geometry.Dimensions[across];
        int width = geometry.Dimensions[^1];
        int[] others = Without(geometry.Dimensions[..^1], across);
        int[] sourceStrides = Without(geometry.SourceStrides[..^1], across);
        int[] targetStrides = Without(geometry.TargetStrides[..^1], across);
        nint sourceStep = geometry.SourceStrides[^1];
        nint targetStep = geometry.TargetStrides[across];
        int bands = Chunks.Count(height, Band);
        int items = StridedDimensions.Count(others) * bands;
        int together = Math.Max(1, Chunks.Length / Math.Min(Chunks.Length, width * Math.Min(height, Band)));
        context.Threads.For(Chunks.Count(items, together), (chunk, _) =>
        {
            for (int item = chunk * together; item < Math.Min(items, (chunk + 1) * together); item++)
            {
                int first = item % bands * Band;
                float* from = source + StridedDimensions.Place(item / bands, others, sourceStrides) + first;
                float* to = target + StridedDimensions.Place(item / bands, others, targetStrides) + first * targetStep;
                Transposition.Run(from, sourceStep, to, targetStep, Math.Min(Band, height - first), width);
            }
        });
    }

    /// <summary>All values but one dimension's.</summary>
    private static int[] Without(ReadOnlySpan<int> values, int dimension) => [.. values[..dimension], .. values[(dimension + 1)..]];
}
