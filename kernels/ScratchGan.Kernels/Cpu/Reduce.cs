using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// y[k] = x[k, r₀] ∘ x[k, r₁] ∘ … over any set of axes; see <see cref="ReductionGeometry"/>.
/// <para>
/// The order is fixed by the shape alone. Reduced axis last (<see cref="ReduceRuns"/>): 32 lanes run along the memory and are combined in a tree after every
/// 1024 elements or more. Kept axis last (<see cref="ReduceColumns"/>): each lane is a result and takes blocks of 32 rows. The partial results of the blocks
/// are combined in pairs, pairs of pairs and so on, and so are those of the segments that a long reduction is cut into.
/// </para>
/// <para>
/// So an element goes through at most 64 additions in a lane and log₂ n in trees, where a plain loop has n: |error of a sum| ≤ (64 + log₂ n)·2⁻²⁴·Σ|x|;
/// ReduceTests.
/// </para>
/// </summary>
public static unsafe class Reduce
{
    public static void Run<TReduction>(CpuContext context, ReductionGeometry geometry, TReduction reduction, float* x, float* y)
        where TReduction : struct, IReduction
    {
        if (geometry.LastIsReduced)
            ReduceRuns.Run(context, reduction, geometry, x, y);
        else
            ReduceColumns.Run(context, reduction, geometry, x, y);
    }
}
