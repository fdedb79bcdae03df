using ScratchGan.Kernels.Geometry;
using Plain = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>A product with so many rows of the left matrix for each image.</summary>
public sealed record MatMulSize(string Layer, int RowsPerImage, int N, int K, bool TransposeB)
{
    public MatMulGeometry Geometry(int images) => new(images * RowsPerImage, N, K, TransposeB: TransposeB);

    public override string ToString() => Layer;
}

/// <summary>C = A·op(B): the layers at the 4×4 map, and a square product.</summary>
public unsafe class MatMulBenchmark : OperationBenchmark<MatMulSize>
{
    public override IEnumerable<MatMulSize> Sizes =>
    [
        new("z [N, 100] to [N, 512·4·4]", 1, 8192, 100, TransposeB: false),
        new("its gradient, [N, 512·4·4] to z", 1, 100, 8192, TransposeB: true),
        new("1024×1024×1024", 16, 1024, 1024, TransposeB: false),
    ];

    public override Work Work => Work.OfFlops(Size.Geometry(1).Flops);

    private protected override Kernel Create(Operands operands)
    {
        (MatMulGeometry one, MatMulGeometry all) = (Size.Geometry(1), Size.Geometry(Batch));
        Operand a = operands.PerImage(one.M * one.K);
        Operand b = operands.Shared(one.K * one.N);
        Operand c = operands.Result(one.M * one.N);
        return new Kernel(() => Plain.MatMul.Run(one, a.Host, b.Host, c.Host), backend => backend.MatMul(all, a.Device, b.Device, c.Device));
    }
}
