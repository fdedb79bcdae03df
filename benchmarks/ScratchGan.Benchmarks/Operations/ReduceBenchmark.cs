using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>Sums over some axes of [N, C, H, W].</summary>
/// <param name="Result">numbers that are left</param>
public sealed record ReductionSize(string Kept, FeatureMap Map, int[] Axes, int Result)
{
    public ReductionGeometry Geometry(int images) => new(Map.Shape(images), Axes);

    public override string ToString() => $"[N, {Map.C}, {Map.H}, {Map.H}] to {Kept}";
}

/// <summary>y = Σ x over all axes, over those of a bias' gradient, and over the batch.</summary>
public unsafe class ReduceBenchmark : OperationBenchmark<ReductionSize>
{
    private static readonly FeatureMap Map = new(64, 32);

    public override IEnumerable<ReductionSize> Sizes =>
        [new("[]", Map, [0, 1, 2, 3], 1), new("[C]", Map, [0, 2, 3], Map.C), new("[C, H, W]", Map, [0], Map.Count)];

    public override Work Work => Work.OfFloats(Size.Map.Count);

    private protected override Kernel Create(Operands operands)
    {
        (ReductionGeometry one, ReductionGeometry all) = (Size.Geometry(1), Size.Geometry(Batch));
        Operand x = operands.PerImage(Size.Map.Count);
        Operand y = operands.SharedResult(Size.Result, factor: Batch);
        return new Kernel(
            () => Plain.Reduce.Run(one, default(Sum), x.Host, y.Host), backend => backend.Reduce(default(Sum), all, x.Device, y.Device));
    }
}
