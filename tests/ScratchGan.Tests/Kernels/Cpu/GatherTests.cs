using ScratchGan.Kernels.Cpu;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class GatherTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 7)]
    [InlineData(300, 41, 11)]
    [InlineData(40, 700, 6)]
    [InlineData(4, 9000, 3)]
    public void Rows_are_taken_and_added_back(int rows, int width, int tableRows)
    {
        var random = new Random(3);
        float[] numbers = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(tableRows))];
        using FloatBuffer indices = FloatBuffer.From(numbers);
        using FloatBuffer table = FloatBuffer.Random(tableRows * width, seed: 1);
        using FloatBuffer rowsIn = FloatBuffer.Random(rows * width, seed: 2);

        float[] expected = [.. Enumerable.Range(0, rows * width).Select(i => table.Span[(int)numbers[i / width] * width + i % width])];
        Assert.Equal(expected, ThreadedRuns.SameBits(context =>
            Fresh(rows * width, y => Gather.Run(context, rows, width, table.Pointer, tableRows, indices.Pointer, y))));
        Assert.Equal(expected, Fresh(rows * width, y => Scalar.Gather.Run(rows, width, table.Pointer, indices.Pointer, y)));

        // The order of additions is that of the rows, so the plain float loop gives the same bits.
        float[] sums = new float[tableRows * width];
        for (int i = 0; i < rows * width; i++)
            sums[(int)numbers[i / width] * width + i % width] += rowsIn.Span[i];
        Assert.Equal(sums, ThreadedRuns.SameBits(context =>
            Fresh(tableRows * width, y => ScatterAdd.Run(context, rows, width, rowsIn.Pointer, indices.Pointer, y, tableRows))));
        Assert.Equal(sums, Fresh(tableRows * width, y => Scalar.ScatterAdd.Run(rows, width, rowsIn.Pointer, indices.Pointer, y, tableRows)));
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(4f)]
    [InlineData(1.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void An_index_outside_the_table_is_named(float index)
    {
        using FloatBuffer indices = FloatBuffer.From([0f, 3f, index]);
        using FloatBuffer table = FloatBuffer.Random(4 * 5, seed: 1);
        using FloatBuffer result = new(3 * 5);
        using var threads = new KernelThreads(1);
        using var context = new CpuContext(threads);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            Gather.Run(context, 3, 5, table.Pointer, 4, indices.Pointer, result.Pointer));
        Assert.Equal(index, error.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => ScatterAdd.Run(context, 3, 5, result.Pointer, indices.Pointer, table.Pointer, 4));
    }

    private delegate void Writer(float* y);

    private static float[] Fresh(int count, Writer write)
    {
        using var y = new FloatBuffer(count);
        write(y.Pointer);
        return y.ToArray();
    }
}
