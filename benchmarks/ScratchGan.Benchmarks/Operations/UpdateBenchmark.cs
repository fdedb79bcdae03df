using ScratchGan.Kernels.Operators;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>One step of Adam: reads and writes parameters and two moments, reads gradients.</summary>
public unsafe class UpdateBenchmark : OperationBenchmark<Parameters>
{
    private const double Beta1 = 0.5;
    private const double Beta2 = 0.999;

    public override IEnumerable<Parameters> Sizes => Parameters.All;

    public override Work Work => Work.OfFloats(7 * Size.Share);

    private protected override Kernel Create(Operands operands)
    {
        int count = Size.Share;
        var rule = new Adam(Beta1, 1e-8);
        UpdateSchedule schedule = Adam.Schedule(2e-4, Beta1, Beta2, step: 3);
        Operand numbers = operands.Shared(UpdateSchedule.Length, i => ((ReadOnlySpan<float>)[schedule.Rate, schedule.Scale, schedule.SecondDecay, schedule.SecondRate])[i]);
        Operand parameter = operands.Checked(operands.PerImage(count), Batch, 1f);
        Operand gradient = operands.PerImage(count);
        Operand first = operands.Checked(operands.PerImage(count), Batch, 1f);
        Operand second = operands.Checked(operands.PerImage(count, _ => 0.5f), Batch, 1f);
        return new Kernel(
            () => Plain.Update.Run(rule, schedule, parameter.Host, gradient.Host, first.Host, second.Host, count),
            backend => backend.Update(rule, numbers.Device, parameter.Device, gradient.Device, first.Device, second.Device));
    }
}
