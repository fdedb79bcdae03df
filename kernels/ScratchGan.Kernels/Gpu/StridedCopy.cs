using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// target[TargetOffset + Σ i·TargetStrides] = source[SourceOffset + Σ i·SourceStrides]; see <see cref="StridedGeometry"/>. Source and target must not overlap.
/// <para>
/// Threads follow the target, so that neighbours write neighbours. Where rows are contiguous in the target, contiguous or repeated in the source, and all of
/// them begin at multiples of 4, a thread moves four numbers by accesses of 16 bytes. Where the source is contiguous along another dimension than
/// the target, reads would be scattered: such copies go through tiles in shared memory, see StridedCopyTransposed.cs.
/// </para>
/// </summary>
public static partial class StridedCopy
{
    /// <exception cref="ArgumentException">more than eight dimensions after merging</exception>
    public static void Run(GpuContext context, StridedGeometry geometry, ArrayView<float> source, ArrayView<float> target)
    {
        int down = DownDimension(geometry);
        if (down >= 0)
            RunTransposed(context, geometry, down, source, target);
        else
            RunAlongTarget(context, geometry, source, target);
    }

    private static void RunAlongTarget(GpuContext context, StridedGeometry geometry, ArrayView<float> source, ArrayView<float> target)
    {
        int[] dimensions = geometry.Dimensions.ToArray();
        int[] sourceStrides = geometry.SourceStrides.ToArray();
        int[] targetStrides = geometry.TargetStrides.ToArray();
        int threads = geometry.Count;
        bool inFours = MovesInFours(geometry);
        if (inFours)
        {
            threads /= 4;
            dimensions[^1] /= 4;
            sourceStrides[^1] *= 4;
            targetStrides[^1] *= 4;
        }
        var walk = new StridedWalk(dimensions, sourceStrides, targetStrides);
        var rows = new StridedRows(walk, threads, inFours, repeat: sourceStrides[^1] == 0, geometry.SourceOffset, geometry.TargetOffset);
        context.Launch(AlongTargetKernel, GpuContext.ForEach(threads), rows, source, target);
    }

    private static bool MovesInFours(StridedGeometry geometry)
    {
        if (geometry.Dimensions[^1] % 4 != 0 || geometry.TargetStrides[^1] != 1 || geometry.TargetOffset % 4 != 0)
            return false;
        bool aligned = geometry.SourceStrides[^1] == 0 || (geometry.SourceStrides[^1] == 1 && geometry.SourceOffset % 4 == 0);
        for (int d = 0; d < geometry.Dimensions.Length - 1; d++)
            aligned &= geometry.TargetStrides[d] % 4 == 0 && (geometry.SourceStrides[^1] == 0 || geometry.SourceStrides[d] % 4 == 0);
        return aligned;
    }

    private static void AlongTargetKernel(StridedRows rows, ArrayView<float> source, ArrayView<float> target)
    {
        int thread = Grid.GlobalIndex.X;
        if (thread >= rows.Threads)
            return;
        StridedPlaces places = rows.Walk.Find(thread);
        int from = rows.SourceOffset + places.First;
        int to = rows.TargetOffset + places.Second;
        if (rows.InFours == 0)
        {
            target[to] = source[from];
        }
        else if (rows.Repeat != 0)
        {
            float value = source[from];
            target.Cast<Float4>()[to >> 2] = new Float4(value, value, value, value);
        }
        else
        {
            target.Cast<Float4>()[to >> 2] = source.Cast<Float4>()[from >> 2];
        }
    }
}

/// <summary>How the threads of a copy along the target find their numbers; an argument of the kernel.</summary>
public readonly struct StridedRows(StridedWalk walk, int threads, bool inFours, bool repeat, int sourceOffset, int targetOffset)
{
    public readonly StridedWalk Walk = walk;
    public readonly int Threads = threads;

    // Conditions are integers: a bool has no fixed size as an argument of a kernel.
    public readonly int InFours = inFours ? 1 : 0;
    public readonly int Repeat = repeat ? 1 : 0;
    public readonly int SourceOffset = sourceOffset;
    public readonly int TargetOffset = targetOffset;
}
