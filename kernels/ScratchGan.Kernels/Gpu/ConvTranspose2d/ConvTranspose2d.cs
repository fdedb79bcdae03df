using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

// n image; c, h, v channel, row and column of the big image x; f, p, q filter, row and column of the small image; i, j row and column of the kernel;
// s stride, a padding, d dilation; N C H W F P Q I J the sizes, as in ConvolutionGeometry.

/// <summary>
/// x[n, c, h, v] = Σ g[n, f, p, q] · w[f, c, i, j] over f p q i j with s·p + d·i − a = h and s·q + d·j − a = v: ∂T/∂x of <see cref="ConvolutionGeometry"/>;
/// several versions of it, which the README of this folder compares.
/// </summary>
public static partial class ConvTranspose2d
{
    /// <summary>The version that the engine uses.</summary>
    public static void Run(GpuContext context, in ConvolutionGeometry geometry, ArrayView<float> g, ArrayView<float> w, ArrayView<float> x)
    {
        if (geometry.IsMatMul)
            // x[n, (c, i, j)] = Σ g[n, f] · w[f, (c, i, j)]
            MatMul.Run(context, new MatMulGeometry(geometry.N, geometry.Taps, geometry.F), g, w, x);
        else
            RunRegisterBlocked(context, geometry, Plan(context, geometry), g, w, x);
    }
}
