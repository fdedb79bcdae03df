using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = relu(γ·(x − μ)/√(σ² + ε) + β): reads x for the statistics, reads it again and writes y.</summary>
public unsafe class BatchNorm2dBenchmark : FeatureMapBenchmark
{
    internal const float Epsilon = 1e-5f;

    public override IEnumerable<FeatureMap> Sizes => [new(64, 32), new(128, 16), new(256, 8), new(512, 4)];

    private protected override double Passes => 3;

    private protected override Kernel Create(Operands operands)
    {
        (NormGeometry one, NormGeometry all) = (Size.Planes(1), Size.Planes(Batch));
        Operand x = operands.PerImage(Size.Count);
        Operand gamma = operands.Shared(Size.C);
        Operand beta = operands.Shared(Size.C);
        Operand y = operands.Result(Size.Count);
        Operand mean = operands.SharedResult(Size.C, factor: 1);
        Operand variance = operands.SharedResult(Size.C, factor: 1);
        return new Kernel(
            () => Plain.BatchNorm2d.Forward(one, default(Relu), Epsilon, x.Host, gamma.Host, beta.Host, y.Host, mean.Host, variance.Host),
            backend => backend.BatchNorm(
                all, default(Relu), Epsilon, x.Device, gamma.Device, beta.Device, y.Device, mean.Device, variance.Device, running: null));
    }
}
