using ILGPU;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Gpu;

[Collection(GpuTests.Name)]
public sealed class GatherTests(GpuUnderTest gpu)
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 7)]
    [InlineData(6, 8, 3)]
    [InlineData(300, 41, 11)]
    [InlineData(40, 700, 6)]
    public void Rows_are_taken_and_added_back(int rows, int width, int tableRows)
    {
        var random = new Random(3);
        float[] indices = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(tableRows))];
        float[] table = Numbers.Random(tableRows * width, seed: 1);
        float[] source = Numbers.Random(rows * width, seed: 2);

        float[] taken = [.. Enumerable.Range(0, rows * width).Select(i => table[(int)indices[i / width] * width + i % width])];
        ArrayView<float> target = gpu.Room(rows * width);
        Gather.Run(gpu.Context, rows, width, gpu.Upload(table), gpu.Upload(indices), target);
        Assert.Equal(taken, gpu.Download(target));

        // The order of additions is that of the rows, so the plain float loop gives the same bits.
        float[] sums = new float[tableRows * width];
        for (int i = 0; i < rows * width; i++)
            sums[(int)indices[i / width] * width + i % width] += source[i];
        target = gpu.Room(tableRows * width);
        ScatterAdd.Run(gpu.Context, rows, width, gpu.Upload(source), gpu.Upload(indices), target, tableRows);
        Assert.Equal(sums, gpu.Download(target));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(4f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_index_outside_the_table_is_named(float index)
    {
        ArrayView<float> indices = gpu.Upload([0f, 3f, index]);
        ArrayView<float> table = gpu.Room(4 * 5);
        ArrayView<float> result = gpu.Room(3 * 5);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Gather.Run(gpu.Context, 3, 5, table, indices, result));
        Assert.Equal(index, error.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => ScatterAdd.Run(gpu.Context, 3, 5, result, indices, table, 4));
    }

    /// <summary>Indices may change after a recording. Wrong ones: NaN where rows are taken, nothing where they are added; rows alone and in fours.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_recording_makes_not_a_number_of_a_wrong_index(int width)
    {
        float[] tableValues = Numbers.Random(2 * width, seed: 1);
        ArrayView<float> table = gpu.Upload(tableValues);
        ArrayView<float> indices = gpu.Upload([1f, 0f, 1f, 0f, 1f, 0f]);
        ArrayView<float> taken = gpu.Room(6 * width);
        ArrayView<float> added = gpu.Room(2 * width);
        Run();
        gpu.Context.BeginRecording();
        Run();
        using IGpuRecording recording = gpu.Context.EndRecording();
        Elementwise.Write(gpu.Context, [1f, -1f, 2f, float.NaN, 0.5f, float.PositiveInfinity], indices);
        recording.Replay();

        float[] found = gpu.Download(taken);
        Assert.Equal(tableValues[width..], found[..width]);
        Assert.All(found[width..], value => Assert.True(float.IsNaN(value)));
        Assert.Equal([.. new float[width], .. tableValues[width..]], gpu.Download(added));

        void Run()
        {
            Gather.Run(gpu.Context, 6, width, table, indices, taken);
            ScatterAdd.Run(gpu.Context, 6, width, taken, indices, added, 2);
        }
    }
}
