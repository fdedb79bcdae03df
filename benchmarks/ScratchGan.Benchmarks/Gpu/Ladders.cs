using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using Products = ScratchGan.Kernels.Gpu;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>The products of the engine with every version that there is of each, in the order of their making; a new version is one line here.</summary>
internal static unsafe class Ladders
{
    public static Ladder<MatMulGeometry> MatMul { get; } = new(
        "matmul", g => new ProductSizes(g.M * g.K, g.K * g.N, g.M * g.N, g.K, g.Flops), Scalar.MatMul.Run,
        [
            new("naive", MatrixPrecision.Single, Products.MatMul.RunNaive),
            new("tiled", MatrixPrecision.Single, Products.MatMul.RunTiled),
            .. Tiled<MatMulGeometry>(Products.MatMul.Plan, Products.MatMul.RunRegisterBlocked),
            new("tensor cores 128, cp.async", MatrixPrecision.Tf32, (context, in g, a, b, c) => Products.MatMul.RunTensorCoresAsync(
                context, g, Recut(context, Products.MatMul.Plan(context, g), 128, MatrixPrecision.Tf32), a, b, c)),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2d { get; } = new(
        "conv2d", g => new ProductSizes(BigImage(g), Weights(g), SmallImage(g), g.Taps, g.Flops), Scalar.Conv2d.Run,
        [
            new("naive", MatrixPrecision.Single, Products.Conv2d.RunNaive),
            .. Tiled<ConvolutionGeometry>(Products.Conv2d.Plan, Products.Conv2d.RunRegisterBlocked),
            .. Chosen<ConvolutionGeometry>(Products.Conv2d.Run),
        ]);

    public static Ladder<ConvolutionGeometry> ConvTranspose2d { get; } = new(
        "conv-transpose2d", g => new ProductSizes(SmallImage(g), Weights(g), BigImage(g), g.FiltersPerGroup * g.I * g.J, g.Flops),
        Scalar.ConvTranspose2d.Run,
        [
            new("naive", MatrixPrecision.Single, Products.ConvTranspose2d.RunNaive),
            .. Tiled<ConvolutionGeometry>(Products.ConvTranspose2d.Plan, Products.ConvTranspose2d.RunRegisterBlocked),
            .. Chosen<ConvolutionGeometry>(Products.ConvTranspose2d.Run),
        ]);

    public static Ladder<ConvolutionGeometry> Conv2dWeightGradient { get; } = new(
        "conv2d-weight-gradient", g => new ProductSizes(BigImage(g), SmallImage(g), Weights(g), g.N * g.P * g.Q, g.Flops),
        Scalar.Conv2dWeightGradient.Run,
        [
            new("naive", MatrixPrecision.Single, Products.Conv2dWeightGradient.RunNaive),
            .. Tiled<ConvolutionGeometry>(Products.Conv2dWeightGradient.Plan, Products.Conv2dWeightGradient.RunRegisterBlocked),
            .. Chosen<ConvolutionGeometry>(Products.Conv2dWeightGradient.Run),
        ]);

    private delegate ProductPlan Planner<TGeometry>(GpuContext context, in TGeometry geometry);

    private delegate void PlannedRun<TGeometry>(
        GpuContext context, in TGeometry geometry, in ProductPlan plan, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c);

    /// <summary>The implicit matrix product with each of its square tiles.</summary>
    private static ProductVersion<TGeometry>[] Tiled<TGeometry>(Planner<TGeometry> plan, PlannedRun<TGeometry> run)
    {
        return [
            Version("register-blocked 64", 64, MatrixPrecision.Single), Version("register-blocked 128", 128, MatrixPrecision.Single),
            Version("tensor cores 64", 64, MatrixPrecision.Tf32), Version("tensor cores 128", 128, MatrixPrecision.Tf32),
        ];

        ProductVersion<TGeometry> Version(string name, int side, MatrixPrecision precision) => new(name, precision, (context, in geometry, a, b, c) =>
            run(context, geometry, Recut(context, plan(context, geometry), side, precision), a, b, c));
    }

    /// <summary>What the engine takes in each precision.</summary>
    private static ProductVersion<TGeometry>[] Chosen<TGeometry>(ProductRun<TGeometry> run)
    {
        return [Version("the engine's, fp32", MatrixPrecision.Single), Version("the engine's, tf32", MatrixPrecision.Tf32)];

        ProductVersion<TGeometry> Version(string name, MatrixPrecision precision) => new(name, precision, (context, in geometry, a, b, c) =>
        {
            context.Precision = precision;
            run(context, geometry, a, b, c);
        });
    }

    /// <summary>The same product with another tile, its sum in as many parts as fill the device: of small tensor tiles twice as many run at once.</summary>
    private static ProductPlan Recut(GpuContext context, in ProductPlan plan, int side, MatrixPrecision precision)
    {
        int parallelism = context.Parallelism * (precision == MatrixPrecision.Tf32 && side == 64 ? 2 : 1);
        return ProductPlan.Filling(side, parallelism, plan.Problems, plan.M, plan.N, plan.K) with { Precision = precision };
    }

    private static int BigImage(ConvolutionGeometry g) => g.N * g.C * g.H * g.W;

    private static int SmallImage(ConvolutionGeometry g) => g.N * g.F * g.P * g.Q;

    private static int Weights(ConvolutionGeometry g) => g.F * g.Taps;
}
