using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// y[n, f, p, q] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · w[f, c, i, j] over c i j inside the image: ∂T/∂g of <see cref="ConvolutionGeometry"/>; several
/// versions of it, which the README of this folder compares.
/// </summary>
public static partial class Conv2d
{
    /// <summary>The version that the engine uses.</summary>
    public static void Run(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> w, ArrayView<float> y)
    {
        if (geometry.IsMatMul)
            // y[n, f] = Σ x[n, (c, i, j)] · w[f, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.N, geometry.F, geometry.Taps, TransposeB: true), x, w, y);
        else
            RunRegisterBlocked(context, geometry, Plan(context, geometry), x, w, y);
    }
}
