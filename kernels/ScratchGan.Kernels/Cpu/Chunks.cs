namespace ScratchGan.Kernels.Cpu;

/// <summary>Cuts work into pieces by its shape alone, never by the number of threads, so that every result has the same bits on any of them.</summary>
internal static class Chunks
{
    /// <summary>Elements of one piece: 32 KiB of each operand, some microseconds of work, so that handing it out costs little.</summary>
    public const int Length = 8192;

    public static int Count(int count, int length = Length) => count / length + (count % length == 0 ? 0 : 1);

    /// <summary>Runs body(start, length) over 0..count−1 in pieces; what fits one piece runs on the caller without waking a thread.</summary>
    public static void For(CpuContext context, int count, Action<int, int> body)
    {
        if (count <= Length)
            body(0, count);
        else
            context.Threads.For(Count(count), (chunk, _) => body(chunk * Length, Math.Min(Length, count - chunk * Length)));
    }

    /// <summary>
    /// Runs body(firstRow, lastRow, start, length) over a matrix [rows, width]: pieces of several whole rows, or, where a row is longer than a piece, of one
    /// part of a row. Rows firstRow .. lastRow − 1, columns start .. start + length − 1.
    /// </summary>
    public static void ForRows(CpuContext context, int rows, int width, Action<int, int, int, int> body)
    {
        if ((long)rows * width <= Length)
        {
            body(0, rows, 0, width);
            return;
        }
        int parts = Count(width);
        int rowsTogether = parts > 1 ? 1 : Math.Max(1, Length / width);
        context.Threads.For(Count(rows, rowsTogether) * parts, (item, _) =>
        {
            int first = item / parts * rowsTogether;
            int start = item % parts * Length;
            body(first, Math.Min(first + rowsTogether, rows), start, Math.Min(Length, width - start));
        });
    }
}
