using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu.Products;

namespace ScratchGan.Kernels.Gpu;

public static partial class MatMul
{
    /// <summary>
    /// Third version: 16 or 64 results a thread in registers, so that a number from shared memory serves four or eight multiply-adds; loads of 16 bytes; the
    /// next piece of A and B is on its way while this one is multiplied. See <see cref="Tile64"/>.
    /// </summary>
    public static void RunRegisterBlocked(
        GpuContext context, in MatMulGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        ArrayView<float> target = ImplicitProduct.Target(context, plan, c);
        var output = new MatrixOutput(target, geometry.M, geometry.N, PartialSums.Pitch(geometry.M * geometry.N));
        switch (geometry.TransposeA, geometry.TransposeB)
        {
            case (false, false):
                ImplicitProduct.Run(context, plan, AlongK(a, geometry.M, geometry), AlongIndex(b, geometry.N, geometry), output);
                break;
            case (false, true):
                ImplicitProduct.Run(context, plan, AlongK(a, geometry.M, geometry), AlongK(b, geometry.N, geometry), output);
                break;
            case (true, false):
                ImplicitProduct.Run(context, plan, AlongIndex(a, geometry.M, geometry), AlongIndex(b, geometry.N, geometry), output);
                break;
            case (true, true):
                ImplicitProduct.Run(context, plan, AlongIndex(a, geometry.M, geometry), AlongK(b, geometry.N, geometry), output);
                break;
        }
        ImplicitProduct.Finish(context, plan, target, c);
    }

    private static MatrixAlongK AlongK(ArrayView<float> matrix, int indices, in MatMulGeometry geometry) => new(matrix, indices, geometry.K);

    private static MatrixAlongIndex AlongIndex(ArrayView<float> matrix, int indices, in MatMulGeometry geometry) => new(matrix, indices, geometry.K);
}
