using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Cpu.Winograd;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu.Winograd;

public sealed unsafe class WinogradKernelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(64, 5)]
    [InlineData(128, 8)]
    public void Every_width_agrees_with_double_precision(int depth, int rows)
    {
        Check<Simd128, Vector128<float>>(depth, rows);
        Check<Simd256, Vector256<float>>(depth, rows);
        Check<Simd512, Vector512<float>>(depth, rows);
    }

    /// <summary>Rows of a lie one after the other (a product) or side by side (a sum over tiles); first c = a·b, then c += a·b.</summary>
    private static void Check<TSimd, TVector>(int depth, int rows)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int all = WinogradKernel<TSimd, TVector>.Rows;
        int columns = WinogradKernel<TSimd, TVector>.Columns;
        rows = Math.Min(rows, all);
        int bStep = columns + 3;
        int cRow = columns + 5;
        using FloatBuffer b = FloatBuffer.Random(depth * bStep, 2);
        foreach ((int aRow, int aStep) in new[] { (depth + 7, 1), (1, rows + 9) })
        {
            using FloatBuffer a = FloatBuffer.Random(rows * aRow + depth * aStep, 1);
            using var c = new FloatBuffer(all * cRow);
            c.Span.Fill(0);
            foreach (int times in new[] { 1, 2 })
            {
                WinogradKernel<TSimd, TVector>.Run(depth, a.Pointer, aRow, aStep, rows, b.Pointer, bStep, c.Pointer, cRow, accumulate: times == 2);
                var sums = new SumOfProducts(rows * columns);
                for (int k = 0; k < times * depth; k++)
                    for (int row = 0; row < rows; row++)
                        for (int column = 0; column < columns; column++)
                            sums.Add(row * columns + column, a.Span[row * aRow + k % depth * aStep], b.Span[k % depth * bStep + column]);
                float[] valid = new float[rows * columns];
                for (int row = 0; row < rows; row++)
                    c.Span.Slice(row * cRow, columns).CopyTo(valid.AsSpan(row * columns));
                sums.AssertEqual(valid);
            }
        }
    }
}
