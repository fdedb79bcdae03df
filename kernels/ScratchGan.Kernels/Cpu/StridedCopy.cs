using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu;

/// <summary>target[TargetOffset + Σ i·TargetStrides] = source[SourceOffset + Σ i·SourceStrides]; see <see cref="StridedGeometry"/>. Source and target must not overlap.</summary>
public static unsafe class StridedCopy
{
    public static void Run(CpuContext context, StridedGeometry geometry, float* source, float* target)
    {
        int width = geometry.Dimensions[^1];
        float* fromOrigin = source + geometry.SourceOffset;
        float* toOrigin = target + geometry.TargetOffset;
        Chunks.ForRows(context, geometry.Count / width, width, (first, last, start, length) =>
        {
            ReadOnlySpan<int> outer = geometry.Dimensions[..^1];
            int step = geometry.SourceStrides[^1];
            int stride = geometry.TargetStrides[^1];
            for (int row = first; row < last; row++)
            {
                float* from = fromOrigin + StridedDimensions.Place(row, outer, geometry.SourceStrides) + (nint)start * step;
                float* to = toOrigin + StridedDimensions.Place(row, outer, geometry.TargetStrides) + (nint)start * stride;
                CopyRow(from, step, to, stride, length);
            }
        });
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
}
