using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>dx, dγ, dβ of a batch normalisation with ReLU: reads x and u for the sums, reads both again and writes dx.</summary>
public unsafe class BatchNorm2dBackwardBenchmark : FeatureMapBenchmark
{
    private const float Epsilon = BatchNorm2dBenchmark.Epsilon;

    public override IEnumerable<FeatureMap> Sizes => [new(64, 32), new(128, 16), new(256, 8), new(512, 4)];

    private protected override double Passes => 5;

    private protected override Kernel Create(Operands operands)
    {
        (NormGeometry one, NormGeometry all) = (Size.Planes(1), Size.Planes(Batch));
        Operand x = operands.PerImage(Size.Count);
        Operand u = operands.PerImage(Size.Count);
        Operand gamma = operands.Shared(Size.C);
        Operand beta = operands.Shared(Size.C);
        Operand mean = operands.Shared(Size.C);
        Operand variance = operands.Shared(Size.C, _ => 0.7f);
        Operand dx = operands.Result(Size.Count);
        Operand dgamma = operands.SharedResult(Size.C, factor: Batch);
        Operand dbeta = operands.SharedResult(Size.C, factor: Batch);
        return new Kernel(
            () => Plain.BatchNorm2d.Backward(
                one, default(Relu), Epsilon, x.Host, gamma.Host, beta.Host, mean.Host, variance.Host, u.Host, dx.Host, dgamma.Host, dbeta.Host),
            backend => backend.BatchNormGradient(
                all, default(Relu), Epsilon, x.Device, gamma.Device, beta.Device, mean.Device, variance.Device, u.Device, dx.Device, dgamma.Device,
                dbeta.Device));
    }
}
