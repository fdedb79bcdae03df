using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class MatMul
{
    /// <summary>Whether <see cref="RunTensorCoresAsync"/> can copy the rows of both matrices by 16 bytes.</summary>
    public static bool CanCopyQuads(in MatMulGeometry geometry) =>
        (geometry.TransposeA ? geometry.M : geometry.K) % 4 == 0 && (geometry.TransposeB ? geometry.K : geometry.N) % 4 == 0;

    /// <summary>
    /// Fifth version, for CUDA: copies into shared memory run by themselves, three pieces ahead, and need no registers, of which twice as many hold results.
    /// See <see cref="TensorTileAsync"/>.
    /// </summary>
    /// <param name="plan">with <see cref="ProductPlan.Side"/> = <see cref="TensorTileAsync.Side"/></param>
    public static void RunTensorCoresAsync(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        ArrayView<float> target = ImplicitProduct.Target(context, plan, c);
        var output = new MatrixOutput(target, geometry.M, geometry.N, PartialSums.Pitch(geometry.M * geometry.N));
        var leftAlongK = new AlignedAlongK(a, geometry.M, geometry.K);
        var leftAlongIndex = new AlignedAlongIndex(a, geometry.M, geometry.K);
        var rightAlongK = new AlignedAlongK(b, geometry.N, geometry.K);
        var rightAlongIndex = new AlignedAlongIndex(b, geometry.N, geometry.K);
        switch (geometry.TransposeA, geometry.TransposeB)
        {
            case (false, false):
                RunTensorCoresAsync(context, plan, leftAlongK, rightAlongIndex, output);
                break;
            case (false, true):
                RunTensorCoresAsync(context, plan, leftAlongK, rightAlongK, output);
                break;
            case (true, false):
                RunTensorCoresAsync(context, plan, leftAlongIndex, rightAlongIndex, output);
                break;
            case (true, true):
                RunTensorCoresAsync(context, plan, leftAlongIndex, rightAlongK, output);
                break;
        }
        ImplicitProduct.Finish(context, plan, target, c);
    }

    private static void RunTensorCoresAsync<TLeft, TRight>(GpuContext context, in ProductPlan plan, TLeft left, TRight right, MatrixOutput output)
        where TLeft : struct, IAlignedMatrix
        where TRight : struct, IAlignedMatrix =>
        context.Launch(
            TensorTileAsync.Kernel,
            plan.Launch(TensorTileAsync.Threads, SharedMemoryConfig.RequestDynamic<Float4>(TensorTileAsync.SharedQuads)),
            left, right, output, plan.Grid);
}
