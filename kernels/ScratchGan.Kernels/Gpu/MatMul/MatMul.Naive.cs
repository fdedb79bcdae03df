using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

public static partial class MatMul
{
    /// <summary>First version: one thread a result, every number from global memory: two loads for each multiply-add.</summary>
    public static void RunNaive(GpuContext context, in MatMulGeometry geometry, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c) =>
        context.Launch(
            NaiveKernel, GpuContext.ForEach(geometry.M * geometry.N), new FastDivisor(geometry.N), geometry.K, MatrixStrides.Left(geometry),
            MatrixStrides.Right(geometry), a, b, c);

    private static void NaiveKernel(
        FastDivisor columns, int depth, MatrixStrides left, MatrixStrides right, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= c.IntLength)
            return;
        int m = columns.Divide(i);
        int n = columns.Remainder(i, m);
        float sum = 0;
        for (int k = 0; k < depth; k++)
            sum += a[m * left.Row + k * left.Column] * b[k * right.Row + n * right.Column];
        c[i] = sum;
    }
}

/// <summary>Element (row, column) of op(A) or op(B) stands at row·Row + column·Column.</summary>
internal readonly struct MatrixStrides(int row, int column)
{
    public int Row { get; } = row;

    public int Column { get; } = column;

    public static MatrixStrides Left(in MatMulGeometry geometry) => geometry.TransposeA ? new(1, geometry.M) : new(geometry.K, 1);

    public static MatrixStrides Right(in MatMulGeometry geometry) => geometry.TransposeB ? new(1, geometry.K) : new(geometry.N, 1);
}
