namespace ScratchGan.Kernels.Cpu;

/// <summary>What a CPU kernel needs beside its numbers: threads to run on and scratch memory. One caller at a time.</summary>
public sealed class CpuContext(KernelThreads threads) : IDisposable
{
    public KernelThreads Threads { get; } = threads;

    public Workspace Workspace { get; } = new(threads.Count);

    public void Dispose() => Workspace.Dispose();
}
