using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Cpu.Winograd;
using ScratchGan.Kernels.Geometry;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu.Winograd;

/// <summary>
/// Winograd's convolutions on every width of vectors, for sizes that fit nothing: tiles that stick out, channels that fill no vector, images that are cut into
/// chunks, threads that work alone and together. (Which convolutions the engine computes this way is left to ConvolutionTests, with the bits of all of them.)
/// </summary>
public sealed unsafe class WinogradConvolutionTests : IDisposable
{
    private static readonly (string Name, ConvolutionGeometry Geometry)[] Geometries =
    [
        ("4x4, stride 2", ConvolutionGeometry.Forward(3, 5, 12, 20, 7, 4, 4, stride: 2, padding: 1)),
        ("4x4, stride 2, odd sizes", ConvolutionGeometry.Forward(2, 19, 23, 13, 35, 4, 4, stride: 2, padding: 1)),
        ("4x4, stride 2, padding 3, rows left over", ConvolutionGeometry.Forward(2, 3, 11, 9, 4, 4, 4, stride: 2, padding: 3)),
        ("4x4, stride 2, rows and columns left over, no padding", ConvolutionGeometry.Forward(2, 17, 11, 13, 4, 4, 4, stride: 2)),
        ("6x6, stride 3", ConvolutionGeometry.Forward(2, 4, 20, 17, 5, 6, 6, stride: 3, padding: 2)),
        ("4x4, stride 2, half a block of filters", ConvolutionGeometry.Forward(3, 16, 8, 8, 16, 4, 4, stride: 2, padding: 1)),
        ("6x6, stride 2", ConvolutionGeometry.Forward(2, 5, 17, 13, 7, 6, 6, stride: 2, padding: 2)),
        ("2x2", ConvolutionGeometry.Forward(2, 3, 9, 14, 37, 2, 2)),
        ("many small images", ConvolutionGeometry.Forward(137, 6, 8, 8, 3, 4, 4, stride: 2, padding: 1)),
        ("an image of many tiles", ConvolutionGeometry.Forward(2, 3, 72, 92, 4, 4, 4, stride: 2, padding: 1)),
        ("a wide image", ConvolutionGeometry.Forward(1, 2, 6, 541, 3, 4, 4, stride: 2, padding: 1)),
        ("many channels", ConvolutionGeometry.Forward(2, 70, 8, 8, 9, 4, 4, stride: 2, padding: 1)),
        ("many filters", ConvolutionGeometry.Forward(2, 9, 8, 8, 150, 4, 4, stride: 2, padding: 1)),
        ("3x3", ConvolutionGeometry.Forward(3, 5, 14, 11, 6, 3, 3, padding: 1)),
        ("3x3, no padding", ConvolutionGeometry.Forward(2, 18, 13, 9, 34, 3, 3)),
        ("3x3, several chunks", ConvolutionGeometry.Forward(5, 3, 43, 37, 4, 3, 3, padding: 1)),
        ("transposed, output padding", ConvolutionGeometry.Transposed(2, 5, 7, 9, 6, 4, 4, stride: 2, padding: 1, outputPadding: 1)),
    ];

    /// <summary>Of the results' root mean square: 30 times the usual error.</summary>
    private const double Share = 2e-5;

    private readonly KernelThreads _threads = new(2);
    private readonly CpuContext _context;

    public WinogradConvolutionTests() => _context = new CpuContext(_threads);

    private delegate void Kernel(CpuContext context, in ConvolutionGeometry geometry, float* first, float* second, float* result);

    public static TheoryData<string> Cases => [.. Geometries.Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_width_agrees_with_double_precision(string name)
    {
        ConvolutionGeometry geometry = Geometries.Single(pair => pair.Name == name).Geometry;
        var reference = new ConvolutionReference(geometry);
        if (geometry.I / geometry.Stride == 2)
        {
            CheckWidths<F42>(reference);
            CheckWidths<F22>(reference);
        }
        else
        {
            CheckWidths<F33>(reference);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_how_threads_share_the_work(string name)
    {
        ConvolutionGeometry geometry = Geometries.Single(pair => pair.Name == name).Geometry;
        var reference = new ConvolutionReference(geometry, seed: 4);
        float[][] expected = geometry.I / geometry.Stride == 2 ? RunAll<F42>(_context, reference) : RunAll<F33>(_context, reference);
        foreach (int count in new[] { 1, 7 })
        {
            using var threads = new KernelThreads(count);
            using var context = new CpuContext(threads);
            float[][] actual = geometry.I / geometry.Stride == 2 ? RunAll<F42>(context, reference) : RunAll<F33>(context, reference);
            for (int i = 0; i < actual.Length; i++)
                Assert.True(MemoryMarshal.Cast<float, int>(expected[i]).SequenceEqual(MemoryMarshal.Cast<float, int>(actual[i])), $"kernel {i}, {count} threads");
        }
    }

    /// <summary>Root of the mean square error, over that of the direct sum, at sizes of a DCGAN and a residual network: at most 3.</summary>
    [Theory]
    [InlineData(3, 48, 32, 64, 4, 2)]
    [InlineData(3, 128, 16, 72, 4, 2)]
    [InlineData(2, 256, 8, 128, 4, 2)]
    [InlineData(2, 96, 16, 64, 3, 1)]
    public void The_error_is_at_most_three_times_the_direct_sums(int images, int channels, int size, int filters, int kernel, int stride)
    {
        ConvolutionGeometry geometry = ConvolutionGeometry.Forward(images, channels, size, size, filters, kernel, kernel, stride: stride, padding: 1);
        Assert.True(WinogradConvolution.Suits(geometry));
        var reference = new ConvolutionReference(geometry);
        AssertRatio(reference.Convolution, Conv2d.Run, Conv2d.RunDirect, geometry, reference.X, reference.W, reference.G.Length);
        AssertRatio(reference.Transpose, ConvTranspose2d.Run, ConvTranspose2d.RunDirect, geometry, reference.G, reference.W, reference.X.Length);
        AssertRatio(reference.WeightGradient, Conv2dWeightGradient.Run, Conv2dWeightGradient.RunDirect, geometry, reference.X, reference.G, reference.W.Length);
    }

    [Fact]
    public void It_is_used_where_it_saves_work()
    {
        Assert.True(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 128, 4, 4, stride: 2, padding: 1)));
        Assert.True(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 16, 16, 64, 3, 3, padding: 1)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 3, 64, 64, 64, 4, 4, stride: 2, padding: 1)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 64, 4, 4, stride: 2, padding: 1, dilation: 2)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 64, 4, 4, stride: 2, padding: 1, groups: 2)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 64, 3, 3, stride: 2, padding: 1)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 64, 4, 3, stride: 2, padding: 1)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 32, 32, 64, 4, 4, stride: 2, padding: 4)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 4, 4, 64, 4, 4, stride: 2, padding: 1)));
        Assert.False(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 16, 32, 32, 64, 4, 4, stride: 2, padding: 1)));
        Assert.True(WinogradConvolution.Suits(ConvolutionGeometry.Forward(1, 64, 8192, 8192, 64, 4, 4, stride: 2, padding: 1)));
        Assert.False(WinogradConvolution.SuitsTransposed(ConvolutionGeometry.Forward(1, 64, 8192, 8192, 64, 4, 4, stride: 2, padding: 1)));
    }

    public void Dispose()
    {
        _context.Dispose();
        _threads.Dispose();
    }

    private void CheckWidths<TTile>(ConvolutionReference reference)
        where TTile : struct, IWinogradTile
    {
        Check<TTile, Simd128, Vector128<float>>(reference);
        Check<TTile, Simd256, Vector256<float>>(reference);
        Check<TTile, Simd512, Vector512<float>>(reference);
    }

    private void Check<TTile, TSimd, TVector>(ConvolutionReference reference)
        where TTile : struct, IWinogradTile
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ConvolutionGeometry geometry = reference.Geometry;
        reference.Convolution.AssertClose(
            Run(WinogradConv2d<TTile, TSimd, TVector>.Run, _context, geometry, reference.X, reference.W, reference.G.Length), Share);
        reference.Transpose.AssertClose(
            Run(WinogradConvTranspose2d<TTile, TSimd, TVector>.Run, _context, geometry, reference.G, reference.W, reference.X.Length), Share);
        reference.WeightGradient.AssertClose(
            Run(WinogradWeightGradient<TTile, TSimd, TVector>.Run, _context, geometry, reference.X, reference.G, reference.W.Length), Share);
    }

    private static float[][] RunAll<TTile>(CpuContext context, ConvolutionReference reference)
        where TTile : struct, IWinogradTile =>
    [
        Run(WinogradConv2d<TTile, Simd256, Vector256<float>>.Run, context, reference.Geometry, reference.X, reference.W, reference.G.Length),
        Run(WinogradConvTranspose2d<TTile, Simd256, Vector256<float>>.Run, context, reference.Geometry, reference.G, reference.W, reference.X.Length),
        Run(WinogradWeightGradient<TTile, Simd256, Vector256<float>>.Run, context, reference.Geometry, reference.X, reference.G, reference.W.Length),
    ];

    private void AssertRatio(
        SumOfProducts reference, Kernel tested, Kernel direct, in ConvolutionGeometry geometry, float[] first, float[] second, int length)
    {
        double ratio = reference.RootMeanSquareError(Run(tested, _context, geometry, first, second, length))
            / reference.RootMeanSquareError(Run(direct, _context, geometry, first, second, length));
        Assert.InRange(ratio, 0.3, 3);
    }

    private static float[] Run(Kernel kernel, CpuContext context, in ConvolutionGeometry geometry, float[] first, float[] second, int length)
    {
        using FloatBuffer a = FloatBuffer.From(first);
        using FloatBuffer b = FloatBuffer.From(second);
        using var result = new FloatBuffer(length);
        result.Span.Fill(float.NaN);
        kernel(context, geometry, a.Pointer, b.Pointer, result.Pointer);
        return result.ToArray();
    }
}
