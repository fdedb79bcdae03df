using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

/// <summary>Traversal, with operators whose own accuracy is tested beside them; lengths around a vector and around a chunk.</summary>
public sealed unsafe class ElementwiseTests
{
    public static TheoryData<int> Lengths => [1, 7, 8, 9, 31, 8191, 8192, 8193, 20_011];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Map_agrees_with_the_scalar_loop(int count)
    {
        using FloatBuffer x = FloatBuffer.Random(count, seed: 1);
        float[] found = ThreadedRuns.SameBits(context => Fresh(count, y => Elementwise.Map(context, new LeakyRelu(0.2f), x.Pointer, y, count)));
        Assert.Equal(Fresh(count, y => Scalar.Elementwise.Map(new LeakyRelu(0.2f), x.Pointer, y, count)), found);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zip_agrees_with_the_scalar_loop(int count)
    {
        using FloatBuffer a = FloatBuffer.Random(count, seed: 1);
        using FloatBuffer b = FloatBuffer.Random(count, seed: 2);
        float[] found = ThreadedRuns.SameBits(context => Fresh(count, y => Elementwise.Zip(context, default(Divide), a.Pointer, b.Pointer, y, count)));
        Assert.Equal(Fresh(count, y => Scalar.Elementwise.Zip(default(Divide), a.Pointer, b.Pointer, y, count)), found);
        for (int i = 0; i < count; i++)
            Assert.Equal(a.Span[i] / b.Span[i], found[i]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zip3_agrees_with_the_scalar_loop(int count)
    {
        using FloatBuffer a = FloatBuffer.Random(count, seed: 1);
        using FloatBuffer b = FloatBuffer.Random(count, seed: 2);
        using FloatBuffer c = FloatBuffer.Random(count, seed: 3);
        float[] found = ThreadedRuns.SameBits(context =>
            Fresh(count, y => Elementwise.Zip3(context, default(MultiplyAdd), a.Pointer, b.Pointer, c.Pointer, y, count)));
        Assert.Equal(Fresh(count, y => Scalar.Elementwise.Zip3(default(MultiplyAdd), a.Pointer, b.Pointer, c.Pointer, y, count)), found);
        for (int i = 0; i < count; i++)
            Assert.Equal(a.Span[i] * b.Span[i] + c.Span[i], found[i]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Fill_writes_every_element_and_no_other(int count) =>
        Assert.All(ThreadedRuns.SameBits(context => Fresh(count, y => Elementwise.Fill(context, -2.5f, y, count))), value => Assert.Equal(-2.5f, value));

    /// <summary>The vector form of softplus differs from the scalar in the last bit now and then: a tail that ran the scalar form would be seen.</summary>
    [Fact]
    public void A_value_does_not_depend_on_its_position()
    {
        const int Count = 8300;
        using FloatBuffer x = FloatBuffer.Random(Count, seed: 4);
        float[] whole = ThreadedRuns.SameBits(context => Fresh(Count, y => Elementwise.Map(context, default(Softplus), x.Pointer, y, Count)));
        using var threads = new KernelThreads(1);
        using var context = new CpuContext(threads);
        for (int start = 0; start < 24; start++)
            for (int length = 1; length < 20; length++)
                ThreadedRuns.AssertSameBits(
                    whole.AsSpan(start, length), Fresh(length, y => Elementwise.Map(context, default(Softplus), x.Pointer + start, y, length)));
    }

    [Fact]
    public void The_result_may_replace_an_operand()
    {
        const int Count = 8203;
        using FloatBuffer a = FloatBuffer.Random(Count, seed: 1);
        using FloatBuffer b = FloatBuffer.Random(Count, seed: 2);
        float[] expected = [.. Enumerable.Range(0, Count).Select(i => a.Span[i] + 0.25f * (b.Span[i] - a.Span[i]))];
        using var threads = new KernelThreads(2);
        using var context = new CpuContext(threads);
        Elementwise.Zip(context, new Lerp(0.25f), a.Pointer, b.Pointer, a.Pointer, Count);
        Assert.Equal(expected, a.ToArray());
        float[] negated = [.. b.ToArray().Select(value => -value)];
        Elementwise.Map(context, default(Negate), b.Pointer, b.Pointer, Count);
        Assert.Equal(negated, b.ToArray());
    }

    public static TheoryData<int[], int[]> Broadcasts => new()
    {
        { [], [] }, { [5], [] }, { [3, 5], [5] }, { [3, 1], [1, 4] }, { [4, 3, 5, 7], [3, 1, 1] }, { [1, 3, 1, 7], [4, 1, 5, 1] }, { [2, 3, 9], [2, 1, 9] },
        { [1], [2, 3] }, { [2, 9001], [2, 1] }, { [3, 17, 1000], [17, 1] }, { [6, 2, 3], [6, 2, 3] }, { [7, 1, 8, 1], [1, 6, 1, 5] },
    };

    [Theory]
    [MemberData(nameof(Broadcasts))]
    public void Broadcast_follows_the_rule_of_NumPy(int[] shapeA, int[] shapeB)
    {
        (int[] shape, int[] placesA, int[] placesB) = Broadcast(shapeA, shapeB);
        var geometry = new BroadcastGeometry(shapeA, shapeB);
        Assert.Equal(shape, geometry.OutputShape);
        Assert.Equal(placesA.Length, geometry.Count);

        using FloatBuffer a = FloatBuffer.Random(Count(shapeA), seed: 1);
        using FloatBuffer b = FloatBuffer.Random(Count(shapeB), seed: 2);
        float[] expected = [.. placesA.Zip(placesB, (i, j) => a.Span[i] - b.Span[j])];
        Assert.Equal(expected, ThreadedRuns.SameBits(context =>
            Fresh(expected.Length, y => Elementwise.ZipBroadcast(context, default(Subtract), geometry, a.Pointer, b.Pointer, y))));
        Assert.Equal(expected, Fresh(expected.Length, y => Scalar.Elementwise.ZipBroadcast(default(Subtract), geometry, a.Pointer, b.Pointer, y)));
    }

    [Fact]
    public void Shapes_that_do_not_meet_are_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BroadcastGeometry([2, 3], [2, 4]));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bias_over_images_walks_in_three_dimensions_at_most()
    {
        Assert.Equal([4, 3, 35], new BroadcastGeometry([4, 3, 5, 7], [3, 1, 1]).Dimensions.ToArray());
        Assert.Equal([420], new BroadcastGeometry([4, 3, 5, 7], [4, 3, 5, 7]).Dimensions.ToArray());
        Assert.Equal([420], new BroadcastGeometry([4, 3, 5, 7], []).Dimensions.ToArray());
    }

    /// <summary>The rule in its plainest form: for each index of the result, the place in a and in b.</summary>
    private static (int[] Shape, int[] PlacesA, int[] PlacesB) Broadcast(int[] shapeA, int[] shapeB)
    {
        int rank = Math.Max(shapeA.Length, shapeB.Length);
        int[] a = [.. Enumerable.Repeat(1, rank - shapeA.Length), .. shapeA];
        int[] b = [.. Enumerable.Repeat(1, rank - shapeB.Length), .. shapeB];
        int[] shape = [.. a.Zip(b, Math.Max)];
        int[] placesA = new int[Count(shape)];
        int[] placesB = new int[Count(shape)];
        for (int i = 0; i < placesA.Length; i++)
        {
            int rest = i;
            int unitA = 1;
            int unitB = 1;
            for (int d = rank - 1; d >= 0; d--)
            {
                int index = rest % shape[d];
                rest /= shape[d];
                placesA[i] += index % a[d] * unitA;
                placesB[i] += index % b[d] * unitB;
                unitA *= a[d];
                unitB *= b[d];
            }
        }
        return (shape, placesA, placesB);
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private delegate void Writer(float* y);

    private static float[] Fresh(int count, Writer write)
    {
        using var y = new FloatBuffer(count);
        write(y.Pointer);
        return y.ToArray();
    }
}
