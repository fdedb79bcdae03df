using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>y[k] = x[k, r₀] ∘ x[k, r₁] ∘ … over any set of axes; see <see cref="ReductionGeometry"/>.</summary>
public static unsafe class Reduce
{
    public static void Run<TReduction>(CpuContext context, TReduction reduction, ReductionGeometry geometry, float* x, float* y)
        where TReduction : struct, IReduction
    {
        context.Threads.For(geometry.KeptCount, (k, _) =>
        {
            float* from = x + StridedDimensions.Place(k, geometry.Kept, geometry.KeptStrides);
            float result = reduction.Identity;
            for (int r = 0; r < geometry.ReducedCount; r++)
                result = reduction.Combine(result, from[StridedDimensions.Place(r, geometry.Reduced, geometry.ReducedStrides)]);
            y[k] = result;
        });
    }
}
