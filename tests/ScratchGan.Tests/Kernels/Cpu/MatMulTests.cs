using System.Numerics;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class MatMulTests : IDisposable
{
    private readonly KernelThreads _threads = new(2);
    private readonly CpuContext _context;

    public MatMulTests() => _context = new CpuContext(_threads);

    /// <summary>M, N, K around the tile of 6×16, the block of 256, and the sizes of a DCGAN's first and last layers.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 17, 3 }, { 7, 1, 9 }, { 6, 16, 8 }, { 5, 15, 255 }, { 13, 33, 257 }, { 64, 65, 100 }, { 3, 300, 519 },
        { 250, 7, 31 }, { 131, 129, 64 }, { 491, 37, 18 }, { 9, 4, 1025 }, { 4, 5, 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_transposition_agrees_with_double_precision(int m, int n, int k)
    {
        using FloatBuffer a = FloatBuffer.Random((long)m * k, 1);
        using FloatBuffer b = FloatBuffer.Random((long)k * n, 2);
        foreach (MatMulGeometry geometry in Transpositions(m, n, k))
        {
            SumOfProducts expected = Reference(geometry, a.ToArray(), b.ToArray());
            using var c = new FloatBuffer((long)m * n);
            MatMul.Run(_context, geometry, a.Pointer, b.Pointer, c.Pointer);
            expected.AssertEqual(c.ToArray());

            c.Span.Fill(float.NaN);
            Scalar.MatMul.Run(geometry, a.Pointer, b.Pointer, c.Pointer);
            expected.AssertEqual(c.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Bits_do_not_depend_on_the_number_of_threads(int m, int n, int k)
    {
        using FloatBuffer a = FloatBuffer.Random((long)m * k, 3);
        using FloatBuffer b = FloatBuffer.Random((long)k * n, 4);
        foreach (MatMulGeometry geometry in Transpositions(m, n, k))
        {
            int[] expected = Bits(_context, geometry, a, b);
            Assert.Equal(expected, Bits(_context, geometry, a, b));
            foreach (int count in new[] { 1, 3 })
            {
                using var threads = new KernelThreads(count);
                using var context = new CpuContext(threads);
                Assert.Equal(expected, Bits(context, geometry, a, b));
            }
        }
    }

    /// <summary>The bits of an element are a function of its row of A and its column of B, not of how many others there are or where it stands.</summary>
    [Fact]
    public void An_element_has_the_bits_it_has_alone()
    {
        const int m = 29, n = 83, k = 301;
        using FloatBuffer a = FloatBuffer.Random(m * k, 5);
        using FloatBuffer b = FloatBuffer.Random(n * k, 6);
        int[] all = Bits(_context, new MatMulGeometry(m, n, k, TransposeB: true), a, b);
        for (int row = 0; row < m; row++)
            for (int column = 0; column < n; column++)
            {
                using FloatBuffer oneRow = FloatBuffer.From(a.Span.Slice(row * k, k));
                using FloatBuffer oneColumn = FloatBuffer.From(b.Span.Slice(column * k, k));
                Assert.Equal(all[row * n + column], Bits(_context, new MatMulGeometry(1, 1, k), oneRow, oneColumn)[0]);
            }
    }

    [Fact]
    public void The_epilogue_is_applied_to_each_element_once()
    {
        const int m = 13, n = 37, k = 300;
        using FloatBuffer a = FloatBuffer.Random(m * k, 7);
        using FloatBuffer b = FloatBuffer.Random(k * n, 8);
        using var plain = new FloatBuffer(m * n);
        using var result = new FloatBuffer(m * n);
        var geometry = new MatMulGeometry(m, n, k);
        MatMul.Run(_context, geometry, a.Pointer, b.Pointer, plain.Pointer);
        MatMul.Run(_context, geometry, new TwiceLessOne(), a.Pointer, b.Pointer, result.Pointer);
        Assert.Equal(plain.ToArray().Select(value => 2 * value - 1), result.ToArray());
    }

    public void Dispose()
    {
        _context.Dispose();
        _threads.Dispose();
    }

    private static MatMulGeometry[] Transpositions(int m, int n, int k) =>
        [new(m, n, k), new(m, n, k, TransposeA: true), new(m, n, k, TransposeB: true), new(m, n, k, TransposeA: true, TransposeB: true)];

    private static int[] Bits(CpuContext context, in MatMulGeometry geometry, FloatBuffer a, FloatBuffer b)
    {
        using var c = new FloatBuffer((long)geometry.M * geometry.N);
        MatMul.Run(context, geometry, a.Pointer, b.Pointer, c.Pointer);
        return [.. c.ToArray().Select(BitConverter.SingleToInt32Bits)];
    }

    private static SumOfProducts Reference(in MatMulGeometry geometry, float[] a, float[] b)
    {
        var sums = new SumOfProducts((long)geometry.M * geometry.N);
        for (int m = 0; m < geometry.M; m++)
            for (int n = 0; n < geometry.N; n++)
                for (int k = 0; k < geometry.K; k++)
                    sums.Add(
                        m * geometry.N + n,
                        a[geometry.TransposeA ? k * geometry.M + m : m * geometry.K + k],
                        b[geometry.TransposeB ? n * geometry.K + k : k * geometry.N + n]);
        return sums;
    }

    private readonly struct TwiceLessOne : IUnaryOperator
    {
        public float Invoke(float x) => 2 * x - 1;

        public Vector<float> Invoke(Vector<float> x) => 2 * x - Vector<float>.One;
    }
}
