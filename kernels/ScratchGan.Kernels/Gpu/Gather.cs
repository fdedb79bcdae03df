using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// Rows of a table, chosen by number: target[r, :] = source[indices[r], :]. The numbers are whole numbers held as floats.
/// <para>
/// They are read back and checked, which waits for the device, except in a recording: there a number that is no row of the table makes a row of NaN, since
/// a kernel can refuse nothing.
/// </para>
/// </summary>
public static class Gather
{
    /// <exception cref="ArgumentOutOfRangeException">an index is no whole number from 0 to the last row of the source; not in a recording</exception>
    public static void Run(GpuContext context, int rows, int width, ArrayView<float> source, ArrayView<float> indices, ArrayView<float> target)
    {
        int sourceRows = source.IntLength / width;
        CheckIndices(context, indices, sourceRows);
        int inFours = width % 4 == 0 ? 1 : 0;
        int threads = (rows * width) >> (2 * inFours);
        context.Launch(Kernel, GpuContext.ForEach(threads), new FastDivisor(width >> (2 * inFours)), inFours, threads, sourceRows, source, indices, target);
    }

    internal static unsafe void CheckIndices(GpuContext context, ArrayView<float> indices, int rows)
    {
        if (context.IsRecording)
            return;
        float[] numbers = new float[indices.Length];
        context.Download(indices, numbers);
        fixed (float* first = numbers)
            Cpu.Gather.CheckIndices(first, numbers.Length, rows);
    }

    private static void Kernel(
        FastDivisor threadsPerRow, int inFours, int threads, int sourceRows, ArrayView<float> source, ArrayView<float> indices, ArrayView<float> target)
    {
        int thread = Grid.GlobalIndex.X;
        if (thread >= threads)
            return;
        int r = threadsPerRow.Divide(thread);
        float index = indices[r];
        // Asked so that NaN is no row either, and before the conversion, which has no answer for numbers that no int can hold.
        bool isRow = index >= 0f && index < sourceRows;
        int row = isRow ? (int)index : 0;
        isRow &= row == index;
        int from = row * threadsPerRow.Divisor + threadsPerRow.Remainder(thread, r);
        if (inFours == 0)
            target[thread] = isRow ? source[from] : float.NaN;
        else
            target.Cast<Float4>()[thread] = isRow ? source.Cast<Float4>()[from] : new Float4(float.NaN, float.NaN, float.NaN, float.NaN);
    }
}
