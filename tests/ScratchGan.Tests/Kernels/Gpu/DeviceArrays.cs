using ILGPU;
using ILGPU.Runtime;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>Arguments for the kernels of any device, the simulator too, freed together.</summary>
internal sealed class DeviceArrays(GpuContext context) : IDisposable
{
    private readonly List<MemoryBuffer> _buffers = [];

    public GpuContext Context { get; } = context;

    public ArrayView<float> Upload(params float[] values)
    {
        MemoryBuffer1D<float, Stride1D.Dense> buffer = Context.Accelerator.Allocate1D(values);
        _buffers.Add(buffer);
        return buffer.View;
    }

    /// <summary>Room for results, filled with NaN, so that an element that is never written is noticed.</summary>
    public ArrayView<float> Room(int length) => Upload([.. Enumerable.Repeat(float.NaN, length)]);

    /// <summary>The values, after everything that was queued has run.</summary>
    public float[] Download(ArrayView<float> view)
    {
        float[] values = new float[view.Length];
        view.CopyToCPU(Context.Stream, values);
        Context.Stream.Synchronize();
        return values;
    }

    public void Dispose()
    {
        Context.Stream.Synchronize();
        foreach (MemoryBuffer buffer in _buffers)
            buffer.Dispose();
    }
}
