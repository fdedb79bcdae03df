using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>Traversal, with operators whose own accuracy is tested elsewhere; lengths around four numbers and around a group of threads.</summary>
[Collection(GpuTests.Name)]
public sealed class ElementwiseTests(GpuUnderTest gpu)
{
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 5, 1023, 1024, 1025, 4099];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Map_is_the_operator_at_every_element(int count)
    {
        float[] x = Numbers.Random(count, seed: 1);
        float[] expected = [.. x.Select(new LeakyRelu(0.25f).Invoke)];
        Assert.Equal(expected, Fresh(count, y => Elementwise.Map(gpu.Context, new LeakyRelu(0.25f), gpu.Upload(x), y)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zip_is_the_operator_at_every_element(int count)
    {
        float[] a = Numbers.Random(count, seed: 1);
        float[] b = Numbers.Random(count, seed: 2);
        float[] expected = [.. a.Zip(b, (u, v) => u - v)];
        Assert.Equal(expected, Fresh(count, y => Elementwise.Zip(gpu.Context, default(Subtract), gpu.Upload(a), gpu.Upload(b), y)));
    }

    /// <summary>A device may fuse the product and the sum: one rounding less.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zip3_is_the_operator_at_every_element(int count)
    {
        float[] a = Numbers.Random(count, seed: 1);
        float[] b = Numbers.Random(count, seed: 2);
        float[] c = Numbers.Random(count, seed: 3);
        float[] found = Fresh(count, y => Elementwise.Zip3(gpu.Context, default(MultiplyAdd), gpu.Upload(a), gpu.Upload(b), gpu.Upload(c), y));
        for (int i = 0; i < count; i++)
            Assert.Equal((double)a[i] * b[i] + c[i], found[i], 2e-7);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Fill_writes_every_element_and_no_other(int count)
    {
        ArrayView<float> room = gpu.Room(count + 8);
        Elementwise.Fill(gpu.Context, -2.5f, room.SubView(0, count));
        float[] found = gpu.Download(room);
        Assert.All(found[..count], value => Assert.Equal(-2.5f, value));
        Assert.All(found[count..], value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void MoveTowards_reads_its_weight_from_memory(int count)
    {
        float[] start = Numbers.Random(count, seed: 1);
        float[] target = Numbers.Random(count, seed: 2);
        ArrayView<float> y = gpu.Upload(start);
        ArrayView<float> weight = gpu.Upload([0.375f]);
        Elementwise.MoveTowards(gpu.Context, weight, gpu.Upload(target), y);
        Elementwise.Write(gpu.Context, [0.5f], weight);
        Elementwise.MoveTowards(gpu.Context, weight, gpu.Upload(target), y);
        float[] found = gpu.Download(y);
        for (int i = 0; i < count; i++)
        {
            double once = start[i] + 0.375 * (target[i] - (double)start[i]);
            Assert.Equal(once + 0.5 * (target[i] - once), found[i], 4e-7);
        }
    }

    [Fact]
    public void The_result_may_replace_an_operand()
    {
        float[] a = Numbers.Random(1027, seed: 1);
        float[] b = Numbers.Random(1027, seed: 2);
        ArrayView<float> result = gpu.Upload(a);
        Elementwise.Zip(gpu.Context, default(Add), gpu.Upload(b), result, result);
        Elementwise.Map(gpu.Context, default(Negate), result, result);
        Assert.Equal([.. a.Zip(b, (u, v) => -(v + u))], gpu.Download(result));
    }

    /// <summary>More than one launch, the last not full; what lies behind is left alone.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(37)]
    public void Write_takes_numbers_from_the_arguments(int count)
    {
        float[] values = Numbers.Random(count, seed: 4);
        float[] found = Fresh(count + 3, y => Elementwise.Write(gpu.Context, values, y));
        Assert.Equal(values, found[..count]);
        Assert.All(found[count..], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void More_numbers_than_there_is_room_for_are_refused() =>
        Assert.Contains("5 values", Assert.Throws<ArgumentException>(() =>
            Elementwise.Write(gpu.Context, [1f, 2f, 3f, 4f, 5f], gpu.Room(4))).Message, StringComparison.Ordinal);

    /// <summary>Rows against rows and against a number on either side, widths that are multiples of four and not, up to seven merged dimensions.</summary>
    public static TheoryData<int[], int[]> Broadcasts => new()
    {
        { [], [] }, { [5], [] }, { [], [8] }, { [3, 5], [5] }, { [3, 1], [1, 4] }, { [4, 3, 5, 7], [3, 1, 1] }, { [2, 3, 4, 8], [3, 1, 1] },
        { [1, 3, 1, 7], [4, 1, 5, 1] }, { [1, 3, 1, 8], [4, 1, 5, 1] }, { [2, 3, 9], [2, 1, 9] }, { [2, 3, 12], [2, 1, 12] },
        { [5, 1], [5, 300] }, { [5, 301], [5, 1] },
        { [6, 2, 3], [6, 2, 3] }, { [7, 1, 8, 1], [1, 6, 1, 5] }, { [2, 1, 3, 1, 2, 1, 5], [1, 2, 1, 3, 1, 2, 1] },
    };

    [Theory]
    [MemberData(nameof(Broadcasts))]
    public unsafe void Broadcast_follows_the_rule_of_NumPy(int[] shapeA, int[] shapeB)
    {
        var geometry = new BroadcastGeometry(shapeA, shapeB);
        float[] a = Numbers.Random(StridedDimensions.Count(shapeA), seed: 1);
        float[] b = Numbers.Random(StridedDimensions.Count(shapeB), seed: 2);
        float[] expected = new float[geometry.Count];
        fixed (float* fromA = a, fromB = b, to = expected)
            ScratchGan.Kernels.Cpu.Scalar.Elementwise.ZipBroadcast(default(Subtract), geometry, fromA, fromB, to);
        Assert.Equal(expected, Fresh(geometry.Count, y =>
            Elementwise.ZipBroadcast(gpu.Context, default(Subtract), geometry, gpu.Upload(a), gpu.Upload(b), y)));
    }

    [Fact]
    public void More_than_eight_dimensions_are_refused()
    {
        var geometry = new BroadcastGeometry([2, 1, 2, 1, 2, 1, 2, 1, 2], [1, 2, 1, 2, 1, 2, 1, 2, 1]);
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            Elementwise.ZipBroadcast(gpu.Context, default(Subtract), geometry, gpu.Room(32), gpu.Room(16), gpu.Room(512)));
        Assert.Contains("at most 8 dimensions", error.Message, StringComparison.Ordinal);
    }

    private float[] Fresh(int count, Action<ArrayView<float>> write)
    {
        ArrayView<float> room = gpu.Room(count);
        write(room);
        return gpu.Download(room);
    }
}
