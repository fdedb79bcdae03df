namespace ScratchGan.Kernels.Cpu;

/// <summary>Rows of a table, chosen by number: target[r, :] = source[indices[r], :]. The numbers are whole numbers held as floats.</summary>
public static unsafe class Gather
{
    /// <exception cref="ArgumentOutOfRangeException">an index is no whole number from 0 to sourceRows − 1</exception>
    public static void Run(CpuContext context, int rows, int width, float* source, int sourceRows, float* indices, float* target)
    {
        CheckIndices(indices, rows, sourceRows);
        Chunks.ForRows(context, rows, width, (first, last, start, length) =>
        {
            long bytes = (long)length * sizeof(float);
            for (int row = first; row < last; row++)
                Buffer.MemoryCopy(source + (nint)indices[row] * width + start, target + (nint)row * width + start, bytes, bytes);
        });
    }

    /// <summary>Written so that NaN fails too.</summary>
    internal static void CheckIndices(float* indices, int count, int rows)
    {
        for (int r = 0; r < count; r++)
            if (!(indices[r] >= 0f && indices[r] < rows && indices[r] == MathF.Floor(indices[r])))
                throw new ArgumentOutOfRangeException(nameof(indices), indices[r], $"index {r} must be a whole number from 0 to {rows - 1}");
    }
}
