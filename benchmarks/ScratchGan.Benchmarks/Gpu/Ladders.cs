using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>The products of the engine, with every version that there is of each, in the order of their making.</summary>
internal static unsafe class Ladders
{
    public static Ladder<MatMulGeometry> MatMul { get; } = new(
        "matmul",
        g => new ProductSizes(g.M * g.K, g.K * g.N, g.M * g.N, g.K, g.Flops),
        Scalar.MatMul.Run,
        [
            new("naive", MatrixPrecision.Single, Kernels.Gpu.MatMul.RunNaive),
            new("tiled", MatrixPrecision.Single, Kernels.Gpu.MatMul.RunTiled),
            new("register-blocked 64", MatrixPrecision.Single, Blocked(64)),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2d { get; } = new(
        "conv2d",
        g => new ProductSizes(BigImage(g), Weights(g), SmallImage(g), g.Taps, g.Flops),
        Scalar.Conv2d.Run,
        [
            new("register-blocked", MatrixPrecision.Single, (context, in g, x, w, y) =>
                Kernels.Gpu.Conv2d.RunRegisterBlocked(context, g, Kernels.Gpu.Conv2d.Plan(context, g), x, w, y)),
        ]);

    public static Ladder<ConvolutionGeometry> ConvTranspose2d { get; } = new(
        "conv-transpose2d",
        g => new ProductSizes(SmallImage(g), Weights(g), BigImage(g), g.FiltersPerGroup * g.I * g.J, g.Flops),
        Scalar.ConvTranspose2d.Run,
        [
            new("register-blocked", MatrixPrecision.Single, (context, in g, y, w, x) =>
                Kernels.Gpu.ConvTranspose2d.RunRegisterBlocked(context, g, Kernels.Gpu.ConvTranspose2d.Plan(context, g), y, w, x)),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2dWeightGradient { get; } = new(
        "conv2d-weight-gradient",
        g => new ProductSizes(BigImage(g), SmallImage(g), Weights(g), g.N * g.P * g.Q, g.Flops),
        Scalar.Conv2dWeightGradient.Run,
        [
            new("register-blocked", MatrixPrecision.Single, (context, in g, x, y, w) =>
                Kernels.Gpu.Conv2dWeightGradient.RunRegisterBlocked(context, g, Kernels.Gpu.Conv2dWeightGradient.Plan(context, g), x, y, w)),
        ]);

    /// <summary>The register-blocked version with a tile of a given side, the sum cut as for the engine.</summary>
    private static ProductRun<MatMulGeometry> Blocked(int side) => (context, in g, a, b, c) =>
        Kernels.Gpu.MatMul.RunRegisterBlocked(context, g, ProductPlan.Cut(side, context.Parallelism, 1, g.M, g.N, g.K), a, b, c);

    private static int BigImage(ConvolutionGeometry g) => g.N * g.C * g.H * g.W;

    private static int SmallImage(ConvolutionGeometry g) => g.N * g.F * g.P * g.Q;

    private static int Weights(ConvolutionGeometry g) => g.F * g.Taps;
}
