using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = value.</summary>
public unsafe class FillBenchmark : FeatureMapBenchmark
{
    private const float Value = 3f;

    private protected override double Passes => 1;

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Count;
        Operand y = operands.Result(count);
        return new Kernel(() => Plain.Elementwise.Fill(Value, y.Host, count), backend => backend.Fill(Value, y.Device));
    }
}
