using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: target[TargetOffset + Σ i·TargetStrides] = source[SourceOffset + Σ i·SourceStrides], one index at a time.</summary>
public static unsafe class StridedCopy
{
    public static void Run(StridedGeometry geometry, float* source, float* target)
    {
        for (int i = 0; i < geometry.Count; i++)
        {
            nint from = geometry.SourceOffset + StridedDimensions.Place(i, geometry.Dimensions, geometry.SourceStrides);
            nint to = geometry.TargetOffset + StridedDimensions.Place(i, geometry.Dimensions, geometry.TargetStrides);
            target[to] = source[from];
        }
    }
}
