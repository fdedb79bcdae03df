using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>y = 0, then y[indices[r], :] += x[r, :]: the gradient of a gather. The table itself is left out of the work: it is small.</summary>
public unsafe class ScatterAddBenchmark : OperationBenchmark<RowTable>
{
    public override IEnumerable<RowTable> Sizes => RowTable.All;

    public override Work Work => Work.OfFloats(3 * Size.Taken);

    private protected override Kernel Create(Operands operands)
    {
        (int rows, int width, int targets) = (Size.RowsPerImage, Size.Width, Size.Rows);
        Operand x = operands.PerImage(Size.Taken);
        Operand indices = operands.PerImage(rows, Size.Index);
        Operand y = operands.SharedResult(targets * width, factor: Batch);
        return new Kernel(
            () => Plain.ScatterAdd.Run(rows, width, x.Host, indices.Host, y.Host, targets),
            backend => backend.ScatterAdd(width, x.Device, indices.Device, y.Device));
    }
}
