using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// A CUDA graph: the driver notes what a stream is given, and runs all of it later with one call, without the few microseconds that each launch costs the host.
/// While a stream is captured nothing may allocate, load a module, or wait; so every kernel must have run once before.
/// </summary>
internal sealed class CudaGraph : IGpuRecording
{
    private readonly CudaStream _stream;
    private IntPtr _executable;

    private CudaGraph(CudaStream stream, IntPtr executable)
    {
        _stream = stream;
        _executable = executable;
    }

    public static void Begin(AcceleratorStream stream) =>
        CudaDriver.Require(CudaDriver.StreamBeginCapture(Pointer(stream), CudaDriver.CaptureModeThreadLocal), "begin a capture");

    public static CudaGraph End(AcceleratorStream stream)
    {
        CudaDriver.Require(CudaDriver.StreamEndCapture(Pointer(stream), out IntPtr graph), "end a capture");
        try
        {
            CudaDriver.Require(CudaDriver.GraphInstantiate(out IntPtr executable, graph, 0), "instantiate a graph");
            return new CudaGraph((CudaStream)stream, executable);
        }
        finally
        {
            _ = CudaDriver.GraphDestroy(graph);
        }
    }

    public void Replay() => CudaDriver.Require(CudaDriver.GraphLaunch(_executable, _stream.StreamPtr), "launch a graph");

    public void Dispose()
    {
        if (_executable == IntPtr.Zero)
            return;
        _stream.Synchronize();
        _ = CudaDriver.GraphExecDestroy(_executable);
        _executable = IntPtr.Zero;
    }

    private static IntPtr Pointer(AcceleratorStream stream) => ((CudaStream)stream).StreamPtr;
}
