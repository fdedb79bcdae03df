using ILGPU;
using ILGPU.Runtime;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// A block of floats on a device that begins at a multiple of 256 bytes: CUDA gives out no other, OpenCL aligns buffers for its widest type. Freed only by
/// <see cref="Dispose"/>: whoever loses it loses the memory, since ILGPU's finalizers would wait for the device in the middle of anything.
/// </summary>
public sealed class GpuMemory : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _buffer;
    private bool _disposed;

    internal GpuMemory(MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        _buffer = buffer;
        GC.SuppressFinalize(buffer);
    }

    /// <exception cref="ObjectDisposedException">the device has been disposed, and this with it</exception>
    public ArrayView<float> View => !_disposed ? _buffer.View : throw new ObjectDisposedException("Device", "the device of this tensor has been disposed");

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            _buffer.Dispose();
        }
        catch (AcceleratorException)
        {
            // A lost device has no memory to give back, and what matters is the error that told of the loss.
        }
    }
}
