using System.Runtime.Intrinsics.X86;
using ScratchGan.Kernels.Cpu.Products;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class MicroKernelTests
{
    private const int Stride = 19;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(256)]
    public void Every_version_agrees_with_double_precision(int depth)
    {
        Check(depth, MicroKernel.Run);
        Check(depth, MicroKernel.Portable);
        Assert.SkipUnless(Fma.IsSupported, "this processor has no FMA");
        Check(depth, MicroKernel.Fused);
    }

    private delegate void Kernel(nint depth, float* a, float* b, float* c, nint stride, bool accumulate);

    /// <summary>First c = a·b, then c += a·b, in a matrix whose rows are longer than the tile.</summary>
    private static void Check(int depth, Kernel kernel)
    {
        using FloatBuffer a = FloatBuffer.Random(depth * MicroKernel.Rows, 1);
        using FloatBuffer b = FloatBuffer.Random(depth * MicroKernel.Columns, 2);
        using var c = new FloatBuffer(MicroKernel.Rows * Stride);
        c.Span.Fill(0);
        foreach (int times in new[] { 1, 2 })
        {
            kernel(depth, a.Pointer, b.Pointer, c.Pointer, Stride, accumulate: times == 2);
            var sums = new SumOfProducts(c.Length);
            for (int time = 0; time < times; time++)
                for (int k = 0; k < depth; k++)
                    for (int row = 0; row < MicroKernel.Rows; row++)
                        for (int column = 0; column < MicroKernel.Columns; column++)
                            sums.Add(row * Stride + column, a.Span[k * MicroKernel.Rows + row], b.Span[k * MicroKernel.Columns + column]);
            sums.AssertEqual(c.ToArray());
        }
    }
}
