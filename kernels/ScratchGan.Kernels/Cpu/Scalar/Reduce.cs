using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: y[k] = x[k, r₀] ∘ x[k, r₁] ∘ …, from left to right. Its error grows with the number of terms: |error| ≤ (n − 1)·2⁻²⁴·Σ|x|.</summary>
public static unsafe class Reduce
{
    public static void Run<TReduction>(ReductionGeometry geometry, TReduction reduction, float* x, float* y)
        where TReduction : struct, IReduction
    {
        for (int k = 0; k < geometry.KeptCount; k++)
        {
            float* from = x + StridedDimensions.Place(k, geometry.Kept, geometry.KeptStrides);
            float result = reduction.Identity;
            for (int r = 0; r < geometry.ReducedCount; r++)
                result = reduction.Combine(result, from[StridedDimensions.Place(r, geometry.Reduced, geometry.ReducedStrides)]);
            y[k] = result;
        }
    }
}
