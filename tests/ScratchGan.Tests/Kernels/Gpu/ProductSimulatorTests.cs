using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Gpu.Products;
using ScratchGan.Tests.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// One small case of each kernel of products on ILGPU's simulator, on every machine. Few and small: a thread of the system plays each GPU thread.
/// </summary>
public sealed class ProductSimulatorTests : IDisposable
{
    private readonly GpuContext _context = GpuDevices.Open(GpuKind.Simulator);
    private readonly DeviceArrays _arrays;

    public ProductSimulatorTests() => _arrays = new DeviceArrays(_context);

    [Fact]
    public void Matrix_products_agree_with_double_precision()
    {
        const int m = 5, n = 7, k = 37;
        var geometry = new MatMulGeometry(m, n, k, TransposeB: true);
        float[] a = FloatBuffer.Random(m * k, 1).ToArray();
        float[] b = FloatBuffer.Random(n * k, 2).ToArray();
        var expected = new SumOfProducts(m * n);
        for (int i = 0; i < m * n * k; i++)
            expected.Add(i / k, a[i / (n * k) * k + i % k], b[i / k % n * k + i % k]);
        ArrayView<float> aView = _arrays.Upload(a);
        ArrayView<float> bView = _arrays.Upload(b);
        ArrayView<float> c = _arrays.Room(m * n);
        MatMul.RunTiled(_context, geometry, aView, bView, c);
        expected.AssertEqual(_arrays.Download(c));
        foreach (int side in (int[])[64, 128])
        {
            c = _arrays.Room(m * n);
            MatMul.RunRegisterBlocked(_context, geometry, ProductPlan.WithParts(side, 2, 1, m, n, k), aView, bView, c);
            expected.AssertEqual(_arrays.Download(c));
        }
    }

    [Fact]
    public void Convolutions_agree_with_double_precision()
    {
        var reference = new ConvolutionReference(ConvolutionGeometry.Forward(2, 4, 5, 4, 6, 3, 2, stride: 2, padding: 1, groups: 2));
        ArrayView<float> x = _arrays.Upload(reference.X);
        ArrayView<float> w = _arrays.Upload(reference.W);
        ArrayView<float> g = _arrays.Upload(reference.G);
        ArrayView<float> result = _arrays.Room(reference.G.Length);
        Conv2d.Run(_context, reference.Geometry, x, w, result);
        reference.Convolution.AssertEqual(_arrays.Download(result));

        result = _arrays.Room(reference.X.Length);
        ConvTranspose2d.Run(_context, reference.Geometry, g, w, result);
        reference.Transpose.AssertEqual(_arrays.Download(result));

        result = _arrays.Room(reference.W.Length);
        Conv2dWeightGradient.Run(_context, reference.Geometry, x, g, result);
        reference.WeightGradient.AssertEqual(_arrays.Download(result));
    }

    public void Dispose()
    {
        _arrays.Dispose();
        _context.Dispose();
    }
}
