using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

public static partial class MatMul
{
    private const int TiledSide = 16;

    /// <summary>
    /// Second version: a group computes 16 × 16 results, and brings 16 × 16 pieces of A and B into shared memory, where each number is read 16 times: a
    /// sixteenth of the loads from global memory, but still two from shared memory for each multiply-add.
    /// </summary>
    public static void RunTiled(GpuContext context, in MatMulGeometry geometry, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
    {
        int rowTiles = (geometry.M + TiledSide - 1) / TiledSide;
        int columnTiles = (geometry.N + TiledSide - 1) / TiledSide;
        context.Launch(
            TiledKernel, new KernelConfig(rowTiles * columnTiles, TiledSide * TiledSide), new FastDivisor(columnTiles), geometry.M, geometry.N, geometry.K,
            MatrixStrides.Left(geometry), MatrixStrides.Right(geometry), a, b, c);
    }

    private static void TiledKernel(
        FastDivisor columnTiles, int rows, int columns, int depth, MatrixStrides left, MatrixStrides right, ArrayView<float> a, ArrayView<float> b,
        ArrayView<float> c)
    {
        ArrayView<float> lefts = SharedMemory.Allocate<float>(TiledSide * TiledSide);
        ArrayView<float> rights = SharedMemory.Allocate<float>(TiledSide * TiledSide);
        int tileRow = columnTiles.Divide(Grid.IdxX);
        int tileColumn = columnTiles.Remainder(Grid.IdxX, tileRow);
        int row = Group.IdxX >> 4;
        int column = Group.IdxX & 15;
        int m = tileRow * TiledSide + row;
        int n = tileColumn * TiledSide + column;
        float sum = 0;
        for (int first = 0; first < depth; first += TiledSide)
        {
            // Zeros outside the matrices add nothing, so that the loop below needs no limits.
            lefts[Group.IdxX] = m < rows && first + column < depth ? a[m * left.Row + (first + column) * left.Column] : 0f;
            rights[Group.IdxX] = n < columns && first + row < depth ? b[(first + row) * right.Row + n * right.Column] : 0f;
            Group.Barrier();
            for (int k = 0; k < TiledSide; k++)
                sum += lefts[row * TiledSide + k] * rights[k * TiledSide + column];
            Group.Barrier();
        }
        if (m < rows && n < columns)
            c[m * columns + n] = sum;
    }
}
