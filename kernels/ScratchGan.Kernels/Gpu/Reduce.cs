using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

// k: result, r: reduced element, both numbered in row-major order.

/// <summary>
/// y[k] = x[k, r₀] ∘ x[k, r₁] ∘ … over any set of axes; see <see cref="ReductionGeometry"/>.
/// <para>
/// The order is fixed by the shape and by how many groups the device runs at once. The lanes of a result take the elements of a segment in turn, each in four
/// chains, so that four reads are under way; the chains, then the lanes in shared memory, are combined in pairs. The partial results of segments are a
/// matrix, which the same kernel reduces again; see <see cref="ReducePlan"/>.
/// </para>
/// <para>
/// A lane has at most 128 elements, so a launch puts an element through at most 34 combinations in a chain and 2 + 8 in pairs, and only two launches can be
/// that long: |error of a sum| ≤ (64 + log₂ n)·2⁻²⁴·Σ|x| as on the CPU; ReduceTests.
/// </para>
/// </summary>
public static class Reduce
{
    /// <summary>Floats to which the partial results of a launch are rounded up.</summary>
    private const int Alignment = 64;

    public static void Run<TReduction>(GpuContext context, ReductionGeometry geometry, TReduction reduction, ArrayView<float> x, ArrayView<float> y)
        where TReduction : struct, IReduction
    {
        int used = 0;
        var plan = new ReducePlan(geometry, context.Parallelism);
        while (plan.Segments > 1)
        {
            int length = plan.Segments * plan.KeptCount;
            ArrayView<float> partial = context.Scratch(used + length).SubView(used, length);
            Launch(context, reduction, plan, x, partial);
            x = partial;
            used += (length + Alignment - 1) / Alignment * Alignment;
            plan = new ReducePlan(new ReductionGeometry([plan.Segments, plan.KeptCount], [0]), context.Parallelism);
        }
        Launch(context, reduction, plan, x, y);
    }

    private static void Launch<TReduction>(GpuContext context, TReduction reduction, in ReducePlan plan, ArrayView<float> x, ArrayView<float> y)
        where TReduction : struct, IReduction =>
        context.Launch(Kernel, new KernelConfig(plan.Groups, GpuContext.GroupSize), reduction, plan, x, y);

    private static void Kernel<TReduction>(TReduction reduction, ReducePlan plan, ArrayView<float> x, ArrayView<float> y)
        where TReduction : struct, IReduction
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GpuContext.GroupSize);
        int thread = Group.IdxX;
        int lane = (thread >> plan.LaneShift) & plan.LaneMask;
        int segment = plan.GroupsPerSegment.Divide(Grid.IdxX);
        int group = plan.GroupsPerSegment.Remainder(Grid.IdxX, segment);
        int k = group * (plan.ResultMask + 1) + ((thread >> plan.ResultShift) & plan.ResultMask);

        float value = reduction.Identity;
        if (k < plan.KeptCount)
            value = CombineLane(reduction, plan, x, plan.Kept.Find(k).First, segment * plan.SegmentLength, lane);
        shared[thread] = value;
        Group.Barrier();
        for (int distance = (plan.LaneMask + 1) >> 1; distance > 0; distance >>= 1)
        {
            if (lane < distance)
                shared[thread] = reduction.Combine(shared[thread], shared[thread + (distance << plan.LaneShift)]);
            Group.Barrier();
        }
        if (lane == 0 && k < plan.KeptCount)
            y[segment * plan.KeptCount + k] = shared[thread];
    }

    /// <summary>Elements first + lane, first + lane + lanes, … of the segment that begins with element first.</summary>
    private static float CombineLane<TReduction>(TReduction reduction, ReducePlan plan, ArrayView<float> x, int origin, int first, int lane)
        where TReduction : struct, IReduction
    {
        int last = first + Math.Min(plan.SegmentLength, plan.ReducedCount - first);
        int step = plan.LaneMask + 1;
        float a = reduction.Identity;
        float b = reduction.Identity;
        float c = reduction.Identity;
        float d = reduction.Identity;
        int r = first + lane;
        for (; r < last - 3 * step; r += 4 * step)
        {
            float u = x[origin + plan.Reduced.Find(r).First];
            float v = x[origin + plan.Reduced.Find(r + step).First];
            float w = x[origin + plan.Reduced.Find(r + 2 * step).First];
            float z = x[origin + plan.Reduced.Find(r + 3 * step).First];
            a = reduction.Combine(a, u);
            b = reduction.Combine(b, v);
            c = reduction.Combine(c, w);
            d = reduction.Combine(d, z);
        }
        for (; r < last; r += step)
            a = reduction.Combine(a, x[origin + plan.Reduced.Find(r).First]);
        return reduction.Combine(reduction.Combine(a, b), reduction.Combine(c, d));
    }
}
