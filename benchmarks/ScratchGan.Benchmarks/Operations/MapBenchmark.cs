using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = f(x) where f costs nothing beside memory.</summary>
public unsafe class MapBenchmark : FeatureMapBenchmark
{
    private protected override double Passes => 2;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        var function = new LeakyRelu(0.2f);
        Operand x = operands.PerImage(count);
        Operand y = operands.Result(count);
        return new Kernel(() => Plain.Elementwise.Map(function, x.Host, y.Host, count), backend => backend.Map(function, x.Device, y.Device));
    }
}
