using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

/// <summary>The source holds its own indices 0, 1, 2, …, so a copied number says where it came from.</summary>
public sealed unsafe class StridedCopyTests
{
    private const float Untouched = -1f;

    [Theory]
    [InlineData(new[] { 5, 7 }, new[] { 1, 0 })]
    [InlineData(new[] { 70, 131 }, new[] { 1, 0 })]
    [InlineData(new[] { 3, 33, 65 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 4, 3, 50, 6 }, new[] { 1, 0, 2, 3 })]
    [InlineData(new[] { 2, 40, 30, 3 }, new[] { 0, 3, 1, 2 })]
    [InlineData(new[] { 2, 3, 40, 30 }, new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 3, 1, 2, 0 })]
    [InlineData(new[] { 6, 1, 5 }, new[] { 2, 1, 0 })]
    [InlineData(new[] { 4, 5, 6 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 3, 4, 5, 6 }, new[] { 2, 0, 3, 1 })]
    public void Permute_moves_every_index(int[] shape, int[] axes)
    {
        int[] target = [.. axes.Select(axis => shape[axis])];
        Check(StridedGeometry.Permute(shape, axes), shape, target, index =>
        {
            int[] from = new int[axes.Length];
            for (int k = 0; k < axes.Length; k++)
                from[axes[k]] = index[k];
            return from;
        });
    }

    [Theory]
    [InlineData(new[] { 1, 5 }, new[] { 4, 5 })]
    [InlineData(new[] { 4, 1 }, new[] { 4, 9 })]
    [InlineData(new[] { 3, 1, 1 }, new[] { 2, 3, 5, 7 })]
    [InlineData(new[] { 1, 6, 1 }, new[] { 3, 6, 2 })]
    [InlineData(new int[0], new[] { 3, 4 })]
    public void Broadcast_repeats(int[] shape, int[] target) =>
        Check(StridedGeometry.Broadcast(shape, target), shape, target, index =>
            [.. index.Skip(target.Length - shape.Length).Select((i, d) => shape[d] == 1 ? 0 : i)]);

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 3, 4)]
    [InlineData(2, 0, 9)]
    public void Slice_takes_a_range(int axis, int start, int length)
    {
        int[] shape = [4, 6, 9];
        int[] target = [.. shape];
        target[axis] = length;
        Check(StridedGeometry.Slice(shape, axis, start, length), shape, target, index => [.. index.Select((i, d) => d == axis ? i + start : i)]);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 2, 3)]
    [InlineData(2, 0, 5)]
    public void Place_writes_the_middle_and_leaves_the_rest(int axis, int before, int after)
    {
        int[] shape = [4, 6, 9];
        int[] target = [.. shape];
        target[axis] += before + after;
        Check(StridedGeometry.Place(shape, axis, before, after), shape, target, index =>
            index[axis] < before || index[axis] >= before + shape[axis] ? null : [.. index.Select((i, d) => d == axis ? i - before : i)]);
    }

    [Fact]
    public void Concatenated_parts_fill_the_whole()
    {
        StridedGeometry part = StridedGeometry.ConcatenatePart([2, 3, 5], axis: 1, start: 4, total: 7);
        Check(part, [2, 3, 5], [2, 7, 5], index => index[1] < 4 ? null : [index[0], index[1] - 4, index[2]]);
    }

    [Theory]
    [InlineData(2, 3, 4, 5, 2)]
    [InlineData(2, 3, 7, 9, 3)]
    [InlineData(1, 2, 3, 11, 9)]
    [InlineData(3, 2, 5, 1, 2)]
    [InlineData(2, 3, 4, 5, 1)]
    public void Upsampling_repeats_pixels(int n, int c, int h, int w, int scale) =>
        Check(StridedGeometry.UpsampleNearest([n, c, h, w], scale), [n, c, h, w], [n, c, h * scale, w * scale], index =>
            [index[0], index[1], index[2] / scale, index[3] / scale]);

    [Fact]
    public void Arguments_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => StridedGeometry.Permute([2, 3], [0, 0]));
        Assert.Throws<ArgumentException>(() => StridedGeometry.Permute([2, 3], [0]));
        Assert.Throws<ArgumentException>(() => StridedGeometry.Broadcast([2, 3], [2, 4]));
        Assert.Throws<ArgumentException>(() => StridedGeometry.Broadcast([2, 3], [3]));
        Assert.Throws<ArgumentException>(() => StridedGeometry.Slice([2, 3], 1, 2, 2));
        Assert.Throws<ArgumentException>(() => StridedGeometry.Place([2, 3], 2, 0, 1));
    }

    [Fact]
    public void Images_move_as_whole_planes_where_they_can()
    {
        Assert.Equal([3, 4, 30], StridedGeometry.Permute([4, 3, 5, 6], [1, 0, 2, 3]).Dimensions.ToArray());
        Assert.Equal([360], StridedGeometry.Permute([4, 3, 5, 6], [0, 1, 2, 3]).Dimensions.ToArray());
    }

    /// <summary>Every place of the target holds the place of its source; <paramref name="sourceOf"/> gives that as an index, or null where nothing is written.</summary>
    private static void Check(StridedGeometry geometry, int[] shape, int[] targetShape, Func<int[], int[]?> sourceOf)
    {
        float[] numbers = [.. Enumerable.Range(0, Count(shape)).Select(i => (float)i)];
        float[] expected = new float[Count(targetShape)];
        for (int i = 0; i < expected.Length; i++)
        {
            int[]? from = sourceOf(Index(i, targetShape));
            expected[i] = from is null ? Untouched : Number(from, shape);
        }
        using FloatBuffer source = FloatBuffer.From(numbers);
        Assert.Equal(expected, ThreadedRuns.SameBits(context => Fresh(expected.Length, y => StridedCopy.Run(context, geometry, source.Pointer, y))));
        Assert.Equal(expected, Fresh(expected.Length, y => Scalar.StridedCopy.Run(geometry, source.Pointer, y)));
    }

    private static int[] Index(int number, int[] shape)
    {
        int[] index = new int[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            index[d] = number % shape[d];
            number /= shape[d];
        }
        return index;
    }

    private static int Number(int[] index, int[] shape)
    {
        int number = 0;
        for (int d = 0; d < shape.Length; d++)
            number = number * shape[d] + index[d];
        return number;
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private delegate void Writer(float* y);

    private static float[] Fresh(int count, Writer write)
    {
        using var y = new FloatBuffer(count);
        y.Span.Fill(Untouched);
        write(y.Pointer);
        return y.ToArray();
    }
}
