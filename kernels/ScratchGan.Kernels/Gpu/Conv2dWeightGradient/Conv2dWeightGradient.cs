using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// dw[f, c, i, j] = Σ x[n, c, s·p + d·i − a, s·q + d·j − a] · g[n, f, p, q] over n p q inside the image: ∂T/∂w of <see cref="ConvolutionGeometry"/>; several
/// versions of it, which the README of this folder compares.
/// </summary>
public static partial class Conv2dWeightGradient
{
    /// <summary>The version that the engine uses.</summary>
    public static void Run(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> x, ArrayView<float> g, ArrayView<float> dw)
    {
        if (geometry.IsMatMul)
            // dw[f, (c, i, j)] = Σ g[n, f] · x[n, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.F, geometry.Taps, geometry.N, TransposeA: true), g, x, dw);
        else
            RunRegisterBlocked(context, geometry, Plan(context, geometry), x, g, dw);
    }
}
