using ILGPU;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>Arguments of kernels on a device, freed together.</summary>
internal sealed class GpuArrays(GpuContext context) : IDisposable
{
    /// <summary>Longer arrays are for timing alone, and are drawn by the device.</summary>
    private const int MostFromHost = 1 << 20;

    private readonly List<GpuMemory> _memory = [];
    private ulong _stream;

    /// <summary>
    /// Random numbers around zero, others each time. What a kernel is checked with comes from the host: a device that computes nothing must not look right.
    /// </summary>
    public ArrayView<float> Random(int length)
    {
        ArrayView<float> view = Allocate(length);
        if (length > MostFromHost)
            RandomNumbers.Normal(context, (ulong)Environment.TickCount64, _stream++, Upload(0f, 0f), view);
        else
            context.Upload([.. Enumerable.Range(0, length).Select(_ => 2 * System.Random.Shared.NextSingle() - 1)], view);
        return view;
    }

    /// <summary>Room for results, filled with NaN, so that a number that is never written is noticed.</summary>
    public ArrayView<float> Room(int length)
    {
        ArrayView<float> view = Allocate(length);
        if (length > MostFromHost)
            Elementwise.Fill(context, float.NaN, view);
        else
            context.Upload([.. Enumerable.Repeat(float.NaN, length)], view);
        return view;
    }

    public ArrayView<float> Upload(params float[] values)
    {
        ArrayView<float> view = Allocate(values.Length);
        context.Upload(values, view);
        return view;
    }

    /// <summary>The numbers, after everything that was queued has run.</summary>
    public float[] Download(ArrayView<float> view)
    {
        float[] values = new float[view.Length];
        context.Download(view, values);
        context.Stream.Synchronize();
        return values;
    }

    public void Dispose()
    {
        foreach (GpuMemory memory in _memory)
            memory.Dispose();
    }

    private ArrayView<float> Allocate(int length)
    {
        GpuMemory memory = context.Allocate(length);
        _memory.Add(memory);
        return memory.View;
    }
}
