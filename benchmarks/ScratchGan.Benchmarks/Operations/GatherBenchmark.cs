using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y[r, :] = x[indices[r], :].</summary>
public unsafe class GatherBenchmark : OperationBenchmark<RowTable>
{
    public override IEnumerable<RowTable> Sizes => RowTable.All;

    public override Work Work => Work.OfFloats(2 * Size.Taken);

    private protected override Kernel Create(Operands operands)
    {
        (int rows, int width) = (Size.RowsPerImage, Size.Width);
        Operand x = operands.Shared(Size.Rows * width);
        Operand indices = operands.PerImage(rows, Size.Index);
        Operand y = operands.Result(Size.Taken);
        return new Kernel(
            () => Plain.Gather.Run(rows, width, x.Host, indices.Host, y.Host), backend => backend.Gather(width, x.Device, indices.Device, y.Device));
    }
}
