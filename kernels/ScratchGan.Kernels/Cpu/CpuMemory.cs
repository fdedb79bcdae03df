using System.Runtime.InteropServices;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// Native memory of undefined content, aligned to a cache line. Where it is large, Linux is asked to back its first <see cref="MostInHugePages"/> bytes with
/// pages of 2 MiB in place of 4 KiB: strided walks miss fewer translations. There the weights and moments of a training lie, which come first and are walked in
/// every way. A system that does not know the request ignores it.
/// </summary>
public sealed unsafe partial class CpuMemory : IDisposable
{
    private const nuint CacheLine = 64;
    private const nuint HugePage = 1 << 21;

    /// <summary>
    /// 64 MiB. More gains a step 1 % at most, and delays the first one where a virtual machine gives free huge pages back to its host: there a new one costs
    /// 4 ms in place of 0.2, while small pages are handed on from process to process.
    /// </summary>
    private const nuint MostInHugePages = 1 << 26;

    /// <summary>MADV_HUGEPAGE of Linux.</summary>
    private const int UseHugePages = 14;

    public CpuMemory(long length)
    {
        nuint bytes = (nuint)length * sizeof(float);
        Start = (float*)NativeMemory.AlignedAlloc(bytes, bytes < HugePage ? CacheLine : HugePage);
        if (bytes >= HugePage && OperatingSystem.IsLinux())
            AskForHugePages(Start, nuint.Min(bytes, MostInHugePages) / HugePage * HugePage);
    }

    /// <summary>Null once it has been freed.</summary>
    public float* Start { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }

    private static void AskForHugePages(void* start, nuint length)
    {
        try
        {
            _ = Advise(start, length, UseHugePages);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name: small pages do as well, only slower.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);
}
