using System.Runtime.InteropServices;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class ConvolutionTests : IDisposable
{
    private readonly KernelThreads _threads = new(2);
    private readonly CpuContext _context;

    public ConvolutionTests() => _context = new CpuContext(_threads);

    /// <summary>A kernel of the trio: two inputs, one output.</summary>
    private delegate void Kernel(CpuContext context, in ConvolutionGeometry geometry, float* first, float* second, float* result);

    public static TheoryData<string> Cases => ConvolutionCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_kernel_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        reference.Convolution.AssertEqual(Run(Conv2d.Run, _context, reference.Geometry, reference.X, reference.W, reference.G.Length));
        reference.Transpose.AssertEqual(Run(ConvTranspose2d.Run, _context, reference.Geometry, reference.G, reference.W, reference.X.Length));
        reference.WeightGradient.AssertEqual(Run(Conv2dWeightGradient.Run, _context, reference.Geometry, reference.X, reference.G, reference.W.Length));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_scalar_kernel_agrees_with_double_precision(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name));
        ConvolutionGeometry geometry = reference.Geometry;
        reference.Convolution.AssertEqual(Run(
            (CpuContext _, in ConvolutionGeometry g, float* x, float* w, float* y) => Scalar.Conv2d.Run(g, x, w, y),
            _context, geometry, reference.X, reference.W, reference.G.Length));
        reference.Transpose.AssertEqual(Run(
            (CpuContext _, in ConvolutionGeometry g, float* u, float* w, float* x) => Scalar.ConvTranspose2d.Run(g, u, w, x),
            _context, geometry, reference.G, reference.W, reference.X.Length));
        reference.WeightGradient.AssertEqual(Run(
            (CpuContext _, in ConvolutionGeometry g, float* x, float* u, float* w) => Scalar.Conv2dWeightGradient.Run(g, x, u, w),
            _context, geometry, reference.X, reference.G, reference.W.Length));
    }

    /// <summary>⟨Conv2d(x, w), g⟩ = ⟨x, ConvTranspose2d(g, w)⟩ = ⟨w, Conv2dWeightGradient(x, g)⟩ = T(x, w, g), to the sum of the errors of the elements.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_three_kernels_are_adjoint(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name), seed: 7);
        ConvolutionGeometry geometry = reference.Geometry;
        double byConvolution = Dot(Run(Conv2d.Run, _context, geometry, reference.X, reference.W, reference.G.Length), reference.G);
        double byTranspose = Dot(Run(ConvTranspose2d.Run, _context, geometry, reference.G, reference.W, reference.X.Length), reference.X);
        double byWeight = Dot(Run(Conv2dWeightGradient.Run, _context, geometry, reference.X, reference.G, reference.W.Length), reference.W);

        // Elements are bounded by 1 and their rounding errors independent: √(number of products) · ε · √K, with a factor 8 for the tails.
        double products = geometry.Flops / 2;
        double longest = Math.Max(geometry.Taps, Math.Max((double)geometry.N * geometry.P * geometry.Q, (double)geometry.FiltersPerGroup * geometry.I * geometry.J));
        double tolerance = 8 * Math.Sqrt(products * longest) / (1 << 24);
        Assert.Equal(byConvolution, byTranspose, tolerance);
        Assert.Equal(byConvolution, byWeight, tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_the_number_of_threads_and_repeat(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name), seed: 3);
        float[][] expected = RunAll(_context, reference);
        AssertSameBits(expected, RunAll(_context, reference));
        foreach (int count in new[] { 1, 3 })
        {
            using var threads = new KernelThreads(count);
            using var context = new CpuContext(threads);
            AssertSameBits(expected, RunAll(context, reference));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_image_of_a_batch_has_the_bits_it_has_alone(string name)
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named(name), seed: 5);
        ConvolutionGeometry batch = reference.Geometry;
        ConvolutionGeometry alone = batch with { N = 1 };
        float[] y = Run(Conv2d.Run, _context, batch, reference.X, reference.W, reference.G.Length);
        float[] x = Run(ConvTranspose2d.Run, _context, batch, reference.G, reference.W, reference.X.Length);
        int big = reference.X.Length / batch.N;
        int small = reference.G.Length / batch.N;
        for (int n = 0; n < batch.N; n++)
        {
            float[] oneX = reference.X[(n * big)..((n + 1) * big)];
            float[] oneG = reference.G[(n * small)..((n + 1) * small)];
            AssertSameBits(y[(n * small)..((n + 1) * small)], Run(Conv2d.Run, _context, alone, oneX, reference.W, small));
            AssertSameBits(x[(n * big)..((n + 1) * big)], Run(ConvTranspose2d.Run, _context, alone, oneG, reference.W, big));
        }
    }

    /// <summary>With stride 3 and a 1×1 kernel eight pixels of nine are reached by no term; they are 0, not left over.</summary>
    [Fact]
    public void Pixels_that_no_tap_reaches_are_zero()
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Transposed(1, 2, 3, 2, 4, 1, 1, stride: 3, outputPadding: 2);
        float[] x = Run(ConvTranspose2d.Run, _context, geometry, [.. Enumerable.Repeat(1f, 12)], [.. Enumerable.Repeat(1f, 8)], 4 * 9 * 6);
        for (int pixel = 0; pixel < x.Length; pixel++)
            Assert.Equal(pixel % 6 % 3 == 0 && pixel / 6 % 9 % 3 == 0 ? 2f : 0f, x[pixel]);
    }

    /// <summary>A call allocates its closures, a few hundred bytes, and nothing that grows with the sizes.</summary>
    [Fact]
    public void After_the_first_call_only_closures_are_allocated()
    {
        var reference = new ConvolutionReference(ConvolutionCases.Named("DCGAN 8 pixels"));
        ConvolutionGeometry geometry = reference.Geometry;
        using FloatBuffer x = FloatBuffer.From(reference.X);
        using FloatBuffer w = FloatBuffer.From(reference.W);
        using FloatBuffer g = FloatBuffer.From(reference.G);
        long before = 0;
        for (int call = 0; call < 2; call++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            Conv2d.Run(_context, geometry, x.Pointer, w.Pointer, g.Pointer);
            ConvTranspose2d.Run(_context, geometry, g.Pointer, w.Pointer, x.Pointer);
            Conv2dWeightGradient.Run(_context, geometry, x.Pointer, g.Pointer, w.Pointer);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6 * 1024);
    }

    public void Dispose()
    {
        _context.Dispose();
        _threads.Dispose();
    }

    private static float[][] RunAll(CpuContext context, ConvolutionReference reference) =>
    [
        Run(Conv2d.Run, context, reference.Geometry, reference.X, reference.W, reference.G.Length),
        Run(ConvTranspose2d.Run, context, reference.Geometry, reference.G, reference.W, reference.X.Length),
        Run(Conv2dWeightGradient.Run, context, reference.Geometry, reference.X, reference.G, reference.W.Length),
    ];

    private static float[] Run(Kernel kernel, CpuContext context, in ConvolutionGeometry geometry, float[] first, float[] second, int length)
    {
        using FloatBuffer a = FloatBuffer.From(first);
        using FloatBuffer b = FloatBuffer.From(second);
        using var result = new FloatBuffer(length);
        kernel(context, geometry, a.Pointer, b.Pointer, result.Pointer);
        return result.ToArray();
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    private static void AssertSameBits(float[][] expected, float[][] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            AssertSameBits(expected[i], actual[i]);
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)), "the bits differ");
}
