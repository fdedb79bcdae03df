using System.Numerics;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// The transpose of <see cref="Gather"/>: target[t, :] = Σ source[r, :] over all r with indices[r] = t, in the order of r; 0 where there is none.
/// Threads own columns, so no two write the same number and the order of additions is fixed.
/// </summary>
public static unsafe class ScatterAdd
{
    private const int Columns = 256;

    /// <exception cref="ArgumentOutOfRangeException">an index is no whole number from 0 to targetRows − 1</exception>
    public static void Run(CpuContext context, int rows, int width, float* source, float* indices, float* target, int targetRows)
    {
        Gather.CheckIndices(indices, rows, targetRows);
        context.Threads.For(Chunks.Count(width, Columns), (strip, _) =>
        {
            int start = strip * Columns;
            int length = Math.Min(Columns, width - start);
            for (int row = 0; row < targetRows; row++)
                new Span<float>(target + (nint)row * width + start, length).Clear();
            for (int row = 0; row < rows; row++)
                AddRow(source + (nint)row * width + start, target + (nint)indices[row] * width + start, length);
        });
    }

    private static void AddRow(float* from, float* to, int count)
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(Vector.Load(to + i) + Vector.Load(from + i), to + i);
        for (; i < count; i++)
            to[i] += from[i];
    }
}
