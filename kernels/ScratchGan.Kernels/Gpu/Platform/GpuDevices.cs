using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ScratchGan.Kernels.Gpu;

/// <summary>The ways to run ILGPU's kernels.</summary>
public enum GpuKind
{
    Cuda,
    OpenCl,

    /// <summary>ILGPU's own CPU accelerator: one thread of the system for each GPU thread, with barriers. For debugging kernels.</summary>
    Simulator,
}

/// <summary>A device that ILGPU sees.</summary>
/// <param name="Index">its place among the devices of its kind</param>
/// <param name="Capability">compute capability, or version of OpenCL C</param>
/// <param name="IsGpu">false for an OpenCL device that is a CPU, and for the simulator</param>
/// <param name="Refusal">why it cannot be used; null when it can</param>
public sealed record GpuDescription(GpuKind Kind, int Index, string Name, long MemoryBytes, string Capability, bool IsGpu, string? Refusal);

/// <summary>Finds and opens devices.</summary>
public static class GpuDevices
{
    private const int SimulatedWarp = 32;

    /// <summary>Held while a driver is asked what devices there are: PoCL crashes when two threads ask at once.</summary>
    private static readonly Lock Enumeration = new();

    private static readonly string[] OpenClLibraries = ["libOpenCL.so", "libOpenCL.so.1", "OpenCL.dll"];

    /// <summary>All devices of a kind, usable or not, in the driver's order.</summary>
    public static IReadOnlyList<GpuDescription> List(GpuKind kind)
    {
        using Context context = CreateContext(kind);
        return [.. Of(context, kind).Select((device, index) => Describe(kind, index, device))];
    }

    /// <summary>Why there can be no device of a kind on this machine; null when there may be.</summary>
    public static string? Obstacle(GpuKind kind) => kind switch
    {
        GpuKind.Cuda when !CudaDriver.IsInstalled => "no NVIDIA driver is installed (libcuda.so.1)",
        GpuKind.Cuda when CudaDriver.Version < CudaDriver.OldestVersion =>
            $"the NVIDIA driver is too old: expected CUDA {CudaDriver.Text(CudaDriver.OldestVersion)}, found {CudaDriver.Text(CudaDriver.Version)}",
        GpuKind.OpenCl when !OperatingSystem.IsMacOS() && !OpenClLibraries.Any(IsInstalled) => "no OpenCL is installed (libOpenCL.so)",
        _ => null,
    };

    /// <exception cref="KernelException">the device cannot be opened</exception>
    public static GpuContext Open(GpuKind kind, int index = 0)
    {
        Context context = CreateContext(kind);
        try
        {
            return new GpuContext(context, kind, Of(context, kind).ElementAt(index).CreateAccelerator(context));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            context.Dispose();
            throw new KernelException($"{kind} device {index} cannot be opened: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static Context CreateContext(GpuKind kind)
    {
        CudaDriver.FindLibrary();
        Context context;
        lock (Enumeration)
            context = Context.Create(builder => Configure(builder, kind));
        TensorCores.Register(context);
        return context;
    }

    /// <summary>
    /// O2: real address spaces, so `ld.global` on CUDA, and on OpenCL no generic pointers, which some drivers lack. Default mathematics: the fast mode makes
    /// PTX that no driver takes.
    /// </summary>
    private static void Configure(Context.Builder builder, GpuKind kind)
    {
        builder.Optimize(OptimizationLevel.O2).EnableAlgorithms();
        switch (kind)
        {
            case GpuKind.Cuda:
                builder.Cuda(_ => true);
                break;
            case GpuKind.OpenCl:
                builder.OpenCL(_ => true);
                break;
            default:
                builder.CPU(new CPUDevice(SimulatedWarp, GpuContext.GroupSize / SimulatedWarp, 1));
                break;
        }
    }

    /// <summary>ILGPU puts a CPU device of its own into a context that found none.</summary>
    private static IEnumerable<Device> Of(Context context, GpuKind kind) => context.Devices.Where(device => device.AcceleratorType == kind switch
    {
        GpuKind.Cuda => AcceleratorType.Cuda,
        GpuKind.OpenCl => AcceleratorType.OpenCL,
        _ => AcceleratorType.CPU,
    });

    private static bool IsInstalled(string library)
    {
        if (!NativeLibrary.TryLoad(library, out IntPtr handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }

    private static GpuDescription Describe(GpuKind kind, int index, Device device) => device switch
    {
        CudaDevice cuda => new GpuDescription(
            kind, index, cuda.Name, cuda.MemorySize, $"compute capability {cuda.Architecture}", true,
            cuda.Architecture is null ? "ILGPU does not know its architecture" : null),
        CLDevice open => new GpuDescription(
            kind, index, open.Name.Trim(), open.MemorySize, $"OpenCL C {open.CVersion.Major}.{open.CVersion.Minor}",
            open.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU),
            open.Capabilities.GenericAddressSpace ? null : "ILGPU needs the generic address space of OpenCL C 2.0 or later"),
        _ => new GpuDescription(kind, index, "simulator", device.MemorySize, "ILGPU on the CPU", false, null),
    };
}
