using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu.Products;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Cpu.Winograd;

/// <summary>Which convolutions are computed with Winograd's tiles, and with which tile and vectors.</summary>
internal static unsafe class WinogradConvolution
{
    /// <summary>Fewer channels than this leave most lanes of a vector, or most columns of a tile, empty.</summary>
    private const int FewestChannels = 16;

    /// <summary>Pixels of the small image, 128 × 128.</summary>
    private const long LargestSmallImage = 1 << 14;

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
        // A result that sees padding alone is 0, and not what rounding makes of it.
        if (geometry.Padding >= geometry.I)
            return false;
        (int taps, int rest) = Math.DivRem(geometry.I, geometry.Stride);
        if (rest != 0 || taps is not (2 or 3))
            return false;
        int outputs = taps == 2 ? F42.Outputs : F33.Outputs;
        return Saves(new WinogradSizes(geometry, outputs), outputs + taps - 1);
    }

    /// <summary>
    /// The transposed kernel holds some channels of a whole image, whose windows overlap, in each thread's memory: of large images that is too much.
    /// </summary>
    public static bool SuitsTransposed(in ConvolutionGeometry geometry) => Suits(geometry) && (long)geometry.P * geometry.Q <= LargestSmallImage;

    public static void Conv2d(CpuContext context, in ConvolutionGeometry geometry, float* x, float* w, float* y) =>
        Run(geometry, new Forward(context, geometry, x, w, y));

    public static void ConvTranspose2d(CpuContext context, in ConvolutionGeometry geometry, float* g, float* w, float* x) =>
        Run(geometry, new Transposed(context, geometry, g, w, x));

    public static void WeightGradient(CpuContext context, in ConvolutionGeometry geometry, float* x, float* g, float* dw) =>
        Run(geometry, new Gradient(context, geometry, x, g, dw));

    /// <summary>With the widest vectors of this processor.</summary>
    private static void Run<TKernel>(in ConvolutionGeometry geometry, TKernel kernel)
        where TKernel : struct, IKernel
    {
        if (Vector512.IsHardwareAccelerated)
            Run<TKernel, Simd512, Vector512<float>>(geometry, kernel);
        else if (Vector256.IsHardwareAccelerated)
            Run<TKernel, Simd256, Vector256<float>>(geometry, kernel);
        else
            Run<TKernel, Simd128, Vector128<float>>(geometry, kernel);
    }

    /// <summary>With the tile for so many taps.</summary>
    private static void Run<TKernel, TSimd, TVector>(in ConvolutionGeometry geometry, TKernel kernel)
        where TKernel : struct, IKernel
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (geometry.I == 2 * geometry.Stride)
            kernel.Run<F42, TSimd, TVector>();
        else
            kernel.Run<F33, TSimd, TVector>();
    }

    /// <summary>What the tiles multiply, the padding of columns included, against what the direct sum does.</summary>
    private static bool Saves(in WinogradSizes sizes, int points)
    {
        ConvolutionGeometry geometry = sizes.Geometry;
        double padding = Math.Max(Padding(geometry.C), Padding(geometry.F));
        double multiplications = padding * sizes.Rows * sizes.Columns * sizes.Phases * points * points;
        return multiplications <= MostMultiplications * geometry.P * geometry.Q * geometry.I * geometry.J;
    }

    private static double Padding(int channels)
    {
        const int columns = TileFilters<F42, Simd128, Vector128<float>>.Columns;
        return (double)ProductPlan.Divide(channels, columns) * columns / channels;
    }

    /// <summary>One of the three convolutions with its arguments, to be run with a tile and a width.</summary>
    private interface IKernel
    {
        void Run<TTile, TSimd, TVector>()
            where TTile : struct, IWinogradTile
            where TSimd : struct, ISimd<TVector>
            where TVector : struct;
    }

    private readonly struct Forward(CpuContext context, ConvolutionGeometry geometry, float* x, float* w, float* y) : IKernel
    {
        public void Run<TTile, TSimd, TVector>()
            where TTile : struct, IWinogradTile
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => WinogradConv2d<TTile, TSimd, TVector>.Run(context, geometry, x, w, y);
    }

    private readonly struct Transposed(CpuContext context, ConvolutionGeometry geometry, float* g, float* w, float* x) : IKernel
    {
        public void Run<TTile, TSimd, TVector>()
            where TTile : struct, IWinogradTile
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => WinogradConvTranspose2d<TTile, TSimd, TVector>.Run(context, geometry, g, w, x);
    }

    private readonly struct Gradient(CpuContext context, ConvolutionGeometry geometry, float* x, float* g, float* dw) : IKernel
    {
        public void Run<TTile, TSimd, TVector>()
            where TTile : struct, IWinogradTile
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => WinogradWeightGradient<TTile, TSimd, TVector>.Run(context, geometry, x, g, dw);
    }
}
