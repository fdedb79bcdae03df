using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>The plain loop of the CPU, which is tested index by index, defines the result; the source holds its own indices 0, 1, 2, ….</summary>
[Collection(GpuTests.Name)]
public sealed class StridedCopyTests(GpuUnderTest gpu)
{
    private const float Untouched = -1f;

    /// <summary>Tiles full and cut off on either side, with and without other dimensions; sides too short for tiles; nothing moved at all.</summary>
    [Theory]
    [InlineData(new[] { 5, 7 }, new[] { 1, 0 })]
    [InlineData(new[] { 32, 64 }, new[] { 1, 0 })]
    [InlineData(new[] { 70, 131 }, new[] { 1, 0 })]
    [InlineData(new[] { 16, 33 }, new[] { 1, 0 })]
    [InlineData(new[] { 3, 33, 65 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 4, 3, 50, 6 }, new[] { 1, 0, 2, 3 })]
    [InlineData(new[] { 4, 3, 5, 8 }, new[] { 1, 0, 2, 3 })]
    [InlineData(new[] { 2, 40, 30, 3 }, new[] { 0, 3, 1, 2 })]
    [InlineData(new[] { 2, 3, 40, 30 }, new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 17, 3, 2, 19 }, new[] { 3, 2, 1, 0 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 3, 1, 2, 0 })]
    [InlineData(new[] { 4, 5, 6 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 2, 3, 2, 3, 2, 3, 2, 3 }, new[] { 7, 6, 5, 4, 3, 2, 1, 0 })]
    public void Permute_moves_every_index(int[] shape, int[] axes) =>
        Check(StridedGeometry.Permute(shape, axes), StridedDimensions.Count(shape), StridedDimensions.Count(shape));

    [Theory]
    [InlineData(new[] { 1, 5 }, new[] { 4, 5 })]
    [InlineData(new[] { 4, 1 }, new[] { 4, 9 })]
    [InlineData(new[] { 5, 1 }, new[] { 5, 12 })]
    [InlineData(new[] { 3, 1, 1 }, new[] { 2, 3, 5, 7 })]
    [InlineData(new[] { 3, 1, 1 }, new[] { 2, 3, 4, 8 })]
    [InlineData(new[] { 1, 6, 1 }, new[] { 3, 6, 2 })]
    [InlineData(new int[0], new[] { 3, 4 })]
    [InlineData(new int[0], new int[0])]
    public void Broadcast_repeats(int[] shape, int[] target) =>
        Check(StridedGeometry.Broadcast(shape, target), StridedDimensions.Count(shape), StridedDimensions.Count(target));

    /// <summary>Ranges that begin at multiples of four and elsewhere, in rows of both kinds.</summary>
    [Theory]
    [InlineData(0, 1, 2, 9)]
    [InlineData(1, 2, 3, 9)]
    [InlineData(1, 2, 3, 8)]
    [InlineData(2, 3, 4, 9)]
    [InlineData(2, 4, 4, 12)]
    [InlineData(2, 4, 8, 13)]
    [InlineData(2, 2, 8, 12)]
    public void Slices_are_taken_and_put_back(int axis, int start, int length, int width)
    {
        int[] shape = [4, 6, width];
        int[] part = [.. shape];
        part[axis] = length;
        Check(StridedGeometry.Slice(shape, axis, start, length), StridedDimensions.Count(shape), StridedDimensions.Count(part));
        Check(StridedGeometry.Place(part, axis, start, shape[axis] - start - length), StridedDimensions.Count(part), StridedDimensions.Count(shape));
    }

    [Theory]
    [InlineData(3, 4, 5, 2)]
    [InlineData(3, 7, 9, 3)]
    [InlineData(2, 3, 5, 4)]
    [InlineData(5, 1, 1, 2)]
    public void Upsampling_repeats_pixels(int planes, int height, int width, int scale) => Check(
        StridedGeometry.UpsampleNearest([1, planes, height, width], scale), planes * height * width, planes * height * width * scale * scale);

    [Fact]
    public void More_than_eight_dimensions_are_refused()
    {
        StridedGeometry geometry = StridedGeometry.Permute([2, 2, 2, 2, 2, 2, 2, 2, 2], [8, 7, 6, 5, 4, 3, 2, 1, 0]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => StridedCopy.Run(gpu.Context, geometry, gpu.Room(512), gpu.Room(512)));
        Assert.Contains("at most 8 dimensions", error.Message, StringComparison.Ordinal);
    }

    private unsafe void Check(StridedGeometry geometry, int sourceCount, int targetCount)
    {
        float[] numbers = Numbers.Counting(sourceCount);
        float[] expected = new float[targetCount];
        Array.Fill(expected, Untouched);
        ArrayView<float> target = gpu.Upload(expected);
        fixed (float* from = numbers, to = expected)
            Scalar.StridedCopy.Run(geometry, from, to);
        StridedCopy.Run(gpu.Context, geometry, gpu.Upload(numbers), target);
        Assert.Equal(expected, gpu.Download(target));
    }
}
