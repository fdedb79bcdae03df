using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = tanh x: f is a polynomial of many terms, at the generator's image.</summary>
public unsafe class TanhBenchmark : FeatureMapBenchmark
{
    public override IEnumerable<FeatureMap> Sizes => [new(3, 64)];

    private protected override double Passes => 2;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        Operand x = operands.PerImage(count);
        Operand y = operands.Result(count);
        return new Kernel(() => Plain.Elementwise.Map(default(Tanh), x.Host, y.Host, count), backend => backend.Map(default(Tanh), x.Device, y.Device));
    }
}
