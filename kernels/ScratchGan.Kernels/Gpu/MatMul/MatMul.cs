using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

/// <summary>C[m, n] = Σₖ op(A)[m, k] · op(B)[k, n], all row-major; several versions of it, which the README of this folder compares.</summary>
public static partial class MatMul
{
    /// <summary>The version that the engine uses.</summary>
    public static void Run(GpuContext context, in MatMulGeometry geometry, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        if (geometry.M == 0 || geometry.N == 0)
            return;
        if (geometry.K == 0)
            // There is nothing in A and B to load, not even to be left out; the sum of no parts is 0.
            PartialSums.Run(context, c, 0, c);
        else
            Run(context, geometry, Plan(context, geometry), a, b, c);
    }

    public static ProductPlan Plan(GpuContext context, in MatMulGeometry geometry) =>
        ProductPlan.For(context, 1, geometry.M, geometry.N, geometry.K);

    private static void Run(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        if (plan is { Precision: MatrixPrecision.Tf32, Side: TensorTileAsync.Side } && CanCopyQuads(geometry))
            RunTensorCoresAsync(context, geometry, plan, a, b, c);
        else
            RunRegisterBlocked(context, geometry, plan, a, b, c);
    }
}
