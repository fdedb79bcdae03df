using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Which convolutions are computed with Winograd's tiles, and with which tile and vectors.</summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>Fewer channels than this leave most lanes of a vector, or most columns of a tile, empty.</summary>
    private const int FewestChannels = 16;

    /// <summary>What the tiles must save, since they cost transforms: at most so large a share of the direct multiplications.</summary>
    private const double MostMultiplications = 0.75;

    /// <summary>
    /// Kernels of 2s × 2s or 3s × 3s taps with stride s (4×4 with stride 2, 3×3 with stride 1), many channels, and outputs that fill their tiles. The size of the
    /// batch does not matter, so that an image has the same bits in any batch.
    /// </summary>
    public static bool Suits(in ConvolutionGeometry geometry)
    {
        if (geometry is not { Dilation: 1, Groups: 1, C: >= FewestChannels, F: >= FewestChannels } || geometry.I != geometry.J)
            return false;
        (int taps, int rest) = Math.DivRem(geometry.I, geometry.Stride);
        if (rest != 0 || taps is not (2 or 3))
            return false;
        int outputs = taps == 2 ? F42.Outputs : F33.Outputs;
        return Saves(new WinogradSizes(geometry, outputs), outputs + taps - 1);
    }

    public static void Conv2d(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y)
    {
        bool two = geometry.I == 2 * geometry.Stride;
        if (Vector512.IsHardwareAccelerated && two)
            WinogradConv2d<F42, Simd512, Vector512<float>>.Run(context, geometry, x, w, y);
        else if (Vector512.IsHardwareAccelerated)
            WinogradConv2d<F33, Simd512, Vector512<float>>.Run(context, geometry, x, w, y);
        else if (Vector256.IsHardwareAccelerated && two)
            WinogradConv2d<F42, Simd256, Vector256<float>>.Run(context, geometry, x, w, y);
        else if (Vector256.IsHardwareAccelerated)
            WinogradConv2d<F33, Simd256, Vector256<float>>.Run(context, geometry, x, w, y);
        else if (two)
            WinogradConv2d<F42, Simd128, Vector128<float>>.Run(context, geometry, x, w, y);
        else
            WinogradConv2d<F33, Simd128, Vector128<float>>.Run(context, geometry, x, w, y);
    }

    public static void ConvTranspose2d(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x)
    {
        bool two = geometry.I == 2 * geometry.Stride;
        if (Vector512.IsHardwareAccelerated && two)
            WinogradConvTranspose2d<F42, Simd512, Vector512<float>>.Run(context, geometry, g, w, x);
        else if (Vector512.IsHardwareAccelerated)
            WinogradConvTranspose2d<F33, Simd512, Vector512<float>>.Run(context, geometry, g, w, x);
        else if (Vector256.IsHardwareAccelerated && two)
            WinogradConvTranspose2d<F42, Simd256, Vector256<float>>.Run(context, geometry, g, w, x);
        else if (Vector256.IsHardwareAccelerated)
            WinogradConvTranspose2d<F33, Simd256, Vector256<float>>.Run(context, geometry, g, w, x);
        else if (two)
            WinogradConvTranspose2d<F42, Simd128, Vector128<float>>.Run(context, geometry, g, w, x);
        else
            WinogradConvTranspose2d<F33, Simd128, Vector128<float>>.Run(context, geometry, g, w, x);
    }

    public static void WeightGradient(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw)
    {
        bool two = geometry.I == 2 * geometry.Stride;
        if (Vector512.IsHardwareAccelerated && two)
            WinogradWeightGradient<F42, Simd512, Vector512<float>>.Run(context, geometry, x, g, dw);
        else if (Vector512.IsHardwareAccelerated)
            WinogradWeightGradient<F33, Simd512, Vector512<float>>.Run(context, geometry, x, g, dw);
        else if (Vector256.IsHardwareAccelerated && two)
            WinogradWeightGradient<F42, Simd256, Vector256<float>>.Run(context, geometry, x, g, dw);
        else if (Vector256.IsHardwareAccelerated)
            WinogradWeightGradient<F33, Simd256, Vector256<float>>.Run(context, geometry, x, g, dw);
        else if (two)
            WinogradWeightGradient<F42, Simd128, Vector128<float>>.Run(context, geometry, x, g, dw);
        else
            WinogradWeightGradient<F33, Simd128, Vector128<float>>.Run(context, geometry, x, g, dw);
    }

    private static bool Saves(in WinogradSizes sizes, int points)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        double multiplications = (double)sizes.Rows * sizes.Columns * sizes.Phases * points * points;
        return multiplications <= MostMultiplications * geometry.P * geometry.Q * geometry.I * geometry.J;
    }
}
