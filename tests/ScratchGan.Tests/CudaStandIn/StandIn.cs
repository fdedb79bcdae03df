using System.Runtime.InteropServices;
using ScratchGan.Engine;
using ScratchGan.Kernels.Gpu;
using Xunit;

namespace ScratchGan.Tests.CudaStandIn;

/// <summary>
/// The stand-in for the CUDA driver (tests/StandIns/cuda.c), found as libcuda.so.1 when the tests are started with its folder on the library path. Everything
/// on the host's side of CUDA runs as it would with a GPU; only the kernels do not.
/// </summary>
public sealed class StandIn : IDisposable
{
    private readonly Lazy<IntPtr> _library = new(() => NativeLibrary.Load("libcuda.so.1"));
    private Device? _device;

    private delegate long Counter(int what);

    /// <summary>A CUDA device without a GPU.</summary>
    public Device Device
    {
        get
        {
            Skip();
            return _device ??= Device.Gpu(GpuKind.Cuda);
        }
    }

    public GpuContext Context => ((GpuBackend)Device.Backend).Context;

    public long Launches => Count(0);

    public long Allocations => Count(1);

    public long GraphLaunches => Count(3);

    public long CapturedLaunches => Count(4);

    public long IllegalCalls => Count(5);

    public long Modules => Count(6);

    public long Waits => Count(7);

    /// <summary>Leaves a test where the driver is real or absent.</summary>
    public static void Skip() =>
        Assert.SkipUnless(GpuDevices.List(GpuKind.Cuda).Any(device => device.Name == "Stand-in"), "the library path holds no stand-in for the CUDA driver");

    public void Dispose() => _device?.Dispose();

    private long Count(int what) => Marshal.GetDelegateForFunctionPointer<Counter>(NativeLibrary.GetExport(_library.Value, "standInCount"))(what);
}
