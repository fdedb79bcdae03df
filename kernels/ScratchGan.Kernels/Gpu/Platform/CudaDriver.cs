using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// The calls of the CUDA driver that ILGPU 1.5.3 does not make itself: graphs, events between streams, and more than 48 KB of shared memory.
/// <para>
/// ILGPU asks for a library named `cuda`, which on Linux is found only as libcuda.so, a link that comes with developer packages; a machine that has just the
/// driver has libcuda.so.1, and ILGPU then lists no device and says nothing. <see cref="FindLibrary"/> cures that.
/// </para>
/// </summary>
internal static partial class CudaDriver
{
    /// <summary>Other threads may allocate while this one captures.</summary>
    public const int CaptureModeThreadLocal = 1;

    /// <summary>cuFuncSetAttribute: bytes of dynamic shared memory a kernel may ask for.</summary>
    public const int MaximumDynamicSharedBytes = 8;

    /// <summary>cuEventCreate: without times, the cheap kind.</summary>
    public const uint EventDisableTiming = 2;

    /// <summary>11.4: the first with cuGraphInstantiateWithFlags.</summary>
    public const int OldestVersion = 11_040;

    private const string Library = "cuda";
    private static readonly string[] FileNames = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];
    private static readonly Lazy<IntPtr> Handle = new(Load);

    /// <summary>Whether the driver's library can be loaded at all.</summary>
    public static bool IsInstalled => Handle.Value != IntPtr.Zero;

    /// <summary>The version of CUDA that the installed driver is made for, times thousand; 0 when it does not say.</summary>
    public static int Version
    {
        get
        {
            FindLibrary();
            return DriverGetVersion(out int version) == 0 ? version : 0;
        }
    }

    /// <summary>Lets ILGPU and this class find the driver under the names it really has; before the first use of either.</summary>
    public static void FindLibrary()
    {
        foreach (Assembly assembly in (Assembly[])[typeof(Context).Assembly, typeof(CudaDriver).Assembly])
        {
            try
            {
                NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name is Library or "nvcuda" ? Handle.Value : IntPtr.Zero);
            }
            catch (InvalidOperationException)
            {
                // Set already: an assembly takes one resolver in its life.
            }
        }
    }

    /// <summary>A version as people write it: 12040 is 12.4.</summary>
    public static string Text(int version) => $"{version / 1000}.{version % 1000 / 10}";

    /// <exception cref="KernelException">the driver answered with an error</exception>
    public static void Require(int result, string what)
    {
        if (result != 0)
            throw new KernelException($"CUDA: could not {what}: driver error {result}");
    }

    [LibraryImport(Library, EntryPoint = "cuDriverGetVersion")]
    private static partial int DriverGetVersion(out int version);

    [LibraryImport(Library, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial int StreamBeginCapture(IntPtr stream, int mode);

    [LibraryImport(Library, EntryPoint = "cuStreamEndCapture")]
    public static partial int StreamEndCapture(IntPtr stream, out IntPtr graph);

    [LibraryImport(Library, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial int GraphInstantiate(out IntPtr executable, IntPtr graph, ulong flags);

    [LibraryImport(Library, EntryPoint = "cuGraphLaunch")]
    public static partial int GraphLaunch(IntPtr executable, IntPtr stream);

    [LibraryImport(Library, EntryPoint = "cuGraphDestroy")]
    public static partial int GraphDestroy(IntPtr graph);

    [LibraryImport(Library, EntryPoint = "cuGraphExecDestroy")]
    public static partial int GraphExecDestroy(IntPtr executable);

    [LibraryImport(Library, EntryPoint = "cuEventCreate")]
    public static partial int EventCreate(out IntPtr happening, uint flags);

    [LibraryImport(Library, EntryPoint = "cuEventDestroy_v2")]
    public static partial int EventDestroy(IntPtr happening);

    [LibraryImport(Library, EntryPoint = "cuEventRecord")]
    public static partial int EventRecord(IntPtr happening, IntPtr stream);

    [LibraryImport(Library, EntryPoint = "cuEventSynchronize")]
    public static partial int EventSynchronize(IntPtr happening);

    [LibraryImport(Library, EntryPoint = "cuStreamWaitEvent")]
    public static partial int StreamWaitEvent(IntPtr stream, IntPtr happening, uint flags);

    [LibraryImport(Library, EntryPoint = "cuFuncSetAttribute")]
    public static partial int FuncSetAttribute(IntPtr function, int attribute, int value);

    private static IntPtr Load()
    {
        foreach (string name in FileNames)
            if (NativeLibrary.TryLoad(name, out IntPtr handle))
                return handle;
        return IntPtr.Zero;
    }
}
