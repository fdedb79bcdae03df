using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class MatMul
{
    /// <summary>
    /// Fourth version, for CUDA: numbers are rounded to TF32 on their way into shared memory, and a warp multiplies 16×8 of them by 8×8 with one instruction
    /// of the tensor cores. See <see cref="TensorTile"/>.
    /// </summary>
    public static void RunTensorCores(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c) =>
        RunRegisterBlocked(context, geometry, plan with { Precision = MatrixPrecision.Tf32 }, a, b, c);
}
