using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = a + b.</summary>
public unsafe class ZipBenchmark : FeatureMapBenchmark
{
    private protected override double Passes => 3;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        Operand a = operands.PerImage(count);
        Operand b = operands.PerImage(count);
        Operand y = operands.Result(count);
        return new Kernel(
            () => Plain.Elementwise.Zip(default(Add), a.Host, b.Host, y.Host, count), backend => backend.Zip(default(Add), a.Device, b.Device, y.Device));
    }
}
