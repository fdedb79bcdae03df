using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>
/// One small case of each kernel that is bound by memory on ILGPU's simulator, on every machine. Few and small: a thread of the system plays each GPU thread.
/// </summary>
public sealed class MemoryBoundSimulatorTests : IDisposable
{
    private readonly GpuContext _context = GpuDevices.Open(GpuKind.Simulator);
    private readonly List<MemoryBuffer> _buffers = [];

    [Fact]
    public void Elementwise_kernels_agree_with_their_operators()
    {
        float[] a = Numbers.Random(7, seed: 1);
        float[] b = Numbers.Random(7, seed: 2);
        ArrayView<float> y = Upload(new float[7]);
        Elementwise.Map(_context, default(Negate), Upload(a), y);
        Elementwise.Zip(_context, default(Subtract), Upload(b), y, y);
        Assert.Equal([.. a.Zip(b, (u, v) => v + u)], Download(y));

        ArrayView<float> weight = Upload(new float[1]);
        Elementwise.Fill(_context, 3f, y);
        Elementwise.Write(_context, [0.25f], weight);
        Elementwise.MoveTowards(_context, weight, Upload([1f, 3f, 5f, 7f, 9f, 11f, 13f]), y);
        Assert.Equal([2.5f, 3f, 3.5f, 4f, 4.5f, 5f, 5.5f], Download(y));
    }

    [Fact]
    public void A_broadcast_walks_two_arrays()
    {
        ArrayView<float> a = Upload([0, 100, 200, 300, 400, 500]);
        ArrayView<float> b = Upload(Numbers.Counting(12));
        ArrayView<float> y = Upload(new float[24]);
        Elementwise.ZipBroadcast(_context, default(Add), new BroadcastGeometry([2, 3, 1], [3, 4]), a, b, y);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (float)(i / 4 * 100 + i % 12))], Download(y));
    }

    [Fact]
    public void Reductions_combine_the_lanes_of_a_group()
    {
        ArrayView<float> rows = Upload(new float[3]);
        ArrayView<float> columns = Upload(new float[41]);
        float[] x = Numbers.Counting(123);
        Reduce.Run(_context, new ReductionGeometry([3, 41], [1]), default(Sum), Upload(x), rows);
        Assert.Equal([820f, 820f + 1681f, 820f + 3362f], Download(rows));
        x[50] = float.NaN;
        Reduce.Run(_context, new ReductionGeometry([3, 41], [0]), default(Maximum), Upload(x), columns);
        Assert.Equal([.. Enumerable.Range(82, 41).Select(i => i == 91 ? float.NaN : i)], Download(columns));
    }

    [Fact]
    public void Copies_follow_their_strides()
    {
        ArrayView<float> y = Upload(new float[17 * 19]);
        ArrayView<float> x = Upload(Numbers.Counting(17 * 19));
        StridedCopy.Run(_context, StridedGeometry.Permute([17, 19], [1, 0]), x, y);
        Assert.Equal([.. Enumerable.Range(0, 17 * 19).Select(i => (float)(i % 17 * 19 + i / 17))], Download(y));
        StridedCopy.Run(_context, StridedGeometry.Slice([17, 19], 1, 3, 5), x, y.SubView(0, 17 * 5));
        Assert.Equal([.. Enumerable.Range(0, 17 * 5).Select(i => (float)(i / 5 * 19 + i % 5 + 3))], Download(y)[..(17 * 5)]);
    }

    [Fact]
    public void Rows_are_taken_and_added_back_and_the_first_not_a_number_is_found()
    {
        ArrayView<float> table = Upload([1f, 2f, 3f, float.NaN]);
        ArrayView<float> indices = Upload([1f, 0f, 0f]);
        ArrayView<float> rows = Upload(new float[6]);
        Gather.Run(_context, 3, 2, table, indices, rows);
        Assert.Equal([3f, float.NaN, 1f, 2f, 1f, 2f], Download(rows));
        Assert.Equal(1, Finite.FirstNonFinite(_context, rows));
        ScatterAdd.Run(_context, 3, 2, rows, indices, table, 2);
        Assert.Equal([2f, 4f, 3f, float.NaN], Download(table));
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _buffers)
            buffer.Dispose();
        _context.Dispose();
    }

    private ArrayView<float> Upload(float[] values)
    {
        MemoryBuffer1D<float, Stride1D.Dense> buffer = _context.Accelerator.Allocate1D(values);
        _buffers.Add(buffer);
        return buffer.View;
    }

    private float[] Download(ArrayView<float> view)
    {
        float[] values = new float[view.Length];
        view.CopyToCPU(_context.Stream, values);
        return values;
    }
}
