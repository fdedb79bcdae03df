using ILGPU;
using ScratchGan.Kernels.Geometry;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// The transpose of <see cref="Gather"/>: target[t, :] = Σ source[r, :] over all r with indices[r] = t, in the order of r; 0 where there is none.
/// <para>
/// A thread owns one number of the target, or four neighbours, and looks through all indices: no two write the same number and the order of additions is the
/// CPU's. That is targetRows·width·rows comparisons, little for labels and small tables. Indices are checked as in <see cref="Gather"/>; in a recording
/// one that is no row of the target is passed over.
/// </para>
/// </summary>
public static class ScatterAdd
{
    /// <exception cref="ArgumentOutOfRangeException">an index is no whole number from 0 to targetRows − 1; not in a recording</exception>
    public static void Run(
        GpuContext context, int rows, int width, ArrayView<float> source, ArrayView<float> indices, ArrayView<float> target, int targetRows)
    {
        Gather.CheckIndices(context, indices, targetRows);
        int inFours = width % 4 == 0 ? 1 : 0;
        int threads = (targetRows * width) >> (2 * inFours);
        context.Launch(Kernel, GpuContext.ForEach(threads), new FastDivisor(width >> (2 * inFours)), inFours, threads, rows, source, indices, target);
    }

    private static void Kernel(
        FastDivisor threadsPerRow, int inFours, int threads, int rows, ArrayView<float> source, ArrayView<float> indices, ArrayView<float> target)
    {
        int thread = Grid.GlobalIndex.X;
        if (thread >= threads)
            return;
        int t = threadsPerRow.Divide(thread);
        int from = threadsPerRow.Remainder(thread, t);
        int step = threadsPerRow.Divisor;
        float number = t;
        if (inFours == 0)
        {
            float sum = 0f;
            for (int r = 0; r < rows; r++, from += step)
                if (indices[r] == number)
                    sum += source[from];
            target[thread] = sum;
        }
        else
        {
            Float4 sum = default;
            for (int r = 0; r < rows; r++, from += step)
                if (indices[r] == number)
                    sum = Add(sum, source.Cast<Float4>()[from]);
            target.Cast<Float4>()[thread] = sum;
        }
    }

    private static Float4 Add(Float4 a, Float4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);
}
