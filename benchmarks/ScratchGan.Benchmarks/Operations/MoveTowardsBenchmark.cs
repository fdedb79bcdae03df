using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y += weight·(target − y): the moving average of the weights.</summary>
public unsafe class MoveTowardsBenchmark : OperationBenchmark<Parameters>
{
    private const float Weight = 0.25f;

    public override IEnumerable<Parameters> Sizes => Parameters.All;

    public override Work Work => Work.OfFloats(3 * Size.Share);

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Share;
        Operand weight = operands.Shared(1, _ => Weight);
        Operand target = operands.PerImage(count);
        Operand y = operands.Checked(operands.PerImage(count), Batch, 1f);
        return new Kernel(
            () => Plain.Elementwise.Zip(new Lerp(Weight), y.Host, target.Host, y.Host, count),
            backend => backend.MoveTowards(weight.Device, target.Device, y.Device));
    }
}
