using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = f(a, b, c): the gradient of an activation.</summary>
public unsafe class Zip3Benchmark : FeatureMapBenchmark
{
    private protected override double Passes => 4;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        var function = new GradientOf<LeakyRelu>(new LeakyRelu(0.2f));
        Operand a = operands.PerImage(count);
        Operand b = operands.PerImage(count);
        Operand c = operands.PerImage(count);
        Operand y = operands.Result(count);
        return new Kernel(
            () => Plain.Elementwise.Zip3(function, a.Host, b.Host, c.Host, y.Host, count),
            backend => backend.Zip(function, a.Device, b.Device, c.Device, y.Device));
    }
}
