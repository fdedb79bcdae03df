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
            new("register-blocked 128", MatrixPrecision.Single, Blocked(128)),
            new("tensor cores 64", MatrixPrecision.Tf32, TensorCores(64)),
            new("tensor cores 128", MatrixPrecision.Tf32, TensorCores(128)),
            new("tensor cores 128, cp.async", MatrixPrecision.Tf32, (context, in g, a, b, c) =>
                Kernels.Gpu.MatMul.RunTensorCoresAsync(context, g, Plan(context, g, 128), a, b, c)),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2d { get; } = new(
        "conv2d",
        g => new ProductSizes(BigImage(g), Weights(g), SmallImage(g), g.Taps, g.Flops),
        Scalar.Conv2d.Run,
        [
            new("naive", MatrixPrecision.Single, Kernels.Gpu.Conv2d.RunNaive),
            new("register-blocked", MatrixPrecision.Single, Kernels.Gpu.Conv2d.Run),
            new("tensor cores", MatrixPrecision.Tf32, OnTensorCores(Kernels.Gpu.Conv2d.Run)),
        ]);

    public static Ladder<ConvolutionGeometry> ConvTranspose2d { get; } = new(
        "conv-transpose2d",
        g => new ProductSizes(SmallImage(g), Weights(g), BigImage(g), g.FiltersPerGroup * g.I * g.J, g.Flops),
        Scalar.ConvTranspose2d.Run,
        [
            new("naive", MatrixPrecision.Single, Kernels.Gpu.ConvTranspose2d.RunNaive),
            new("register-blocked", MatrixPrecision.Single, Kernels.Gpu.ConvTranspose2d.Run),
            new("tensor cores", MatrixPrecision.Tf32, OnTensorCores(Kernels.Gpu.ConvTranspose2d.Run)),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2dWeightGradient { get; } = new(
        "conv2d-weight-gradient",
        g => new ProductSizes(BigImage(g), SmallImage(g), Weights(g), g.N * g.P * g.Q, g.Flops),
        Scalar.Conv2dWeightGradient.Run,
        [
            new("naive", MatrixPrecision.Single, Kernels.Gpu.Conv2dWeightGradient.RunNaive),
            new("register-blocked", MatrixPrecision.Single, Kernels.Gpu.Conv2dWeightGradient.Run),
            new("tensor cores", MatrixPrecision.Tf32, OnTensorCores(Kernels.Gpu.Conv2dWeightGradient.Run)),
        ]);

    private static ProductRun<MatMulGeometry> Blocked(int side) => (context, in g, a, b, c) =>
        Kernels.Gpu.MatMul.RunRegisterBlocked(context, g, Plan(context, g, side), a, b, c);

    private static ProductRun<MatMulGeometry> TensorCores(int side) => (context, in g, a, b, c) =>
        Kernels.Gpu.MatMul.RunTensorCores(context, g, Plan(context, g, side), a, b, c);

    /// <summary>Tiles of a given side, the sum cut so that they fill the device.</summary>
    private static ProductPlan Plan(GpuContext context, in MatMulGeometry g, int side) => ProductPlan.Filling(side, context.Parallelism, 1, g.M, g.N, g.K);

    /// <summary>What the engine runs with --precision tf32.</summary>
    private static ProductRun<ConvolutionGeometry> OnTensorCores(ProductRun<ConvolutionGeometry> run) => (context, in g, a, b, c) =>
    {
        context.Precision = MatrixPrecision.Tf32;
        run(context, g, a, b, c);
        context.Precision = MatrixPrecision.Single;
    };

    private static int BigImage(ConvolutionGeometry g) => g.N * g.C * g.H * g.W;

    private static int SmallImage(ConvolutionGeometry g) => g.N * g.F * g.P * g.Q;

    private static int Weights(ConvolutionGeometry g) => g.F * g.Taps;
}
