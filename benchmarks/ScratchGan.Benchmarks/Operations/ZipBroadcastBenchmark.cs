using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = a + b, b one number a channel, as a bias.</summary>
public unsafe class ZipBroadcastBenchmark : FeatureMapBenchmark
{
    private protected override double Passes => 2;

    private protected override Kernel Create(Operands operands)
    {
        var one = new BroadcastGeometry(Size.Shape(1), [1, Size.C, 1, 1]);
        var all = new BroadcastGeometry(Size.Shape(Batch), [1, Size.C, 1, 1]);
        Operand a = operands.PerImage(Size.Count);
        Operand b = operands.Shared(Size.C);
        Operand y = operands.Result(Size.Count);
        return new Kernel(
            () => Plain.Elementwise.ZipBroadcast(default(Add), one, a.Host, b.Host, y.Host),
            backend => backend.Zip(default(Add), all, a.Device, b.Device, y.Device));
    }
}
