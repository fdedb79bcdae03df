using ILGPU.Runtime;

namespace ScratchGan.Kernels.Gpu;

/// <summary>A sequence of launches, with the arguments they were recorded with.</summary>
public interface IGpuRecording : IDisposable
{
    /// <summary>Queues all of it once more.</summary>
    void Replay();
}

/// <summary>The recording of a device without graphs: the launches again, one by one, without tracing what leads to them.</summary>
internal sealed class LaunchList(AcceleratorStream stream, IReadOnlyList<Action<AcceleratorStream>> launches) : IGpuRecording
{
    public void Replay()
    {
        foreach (Action<AcceleratorStream> launch in launches)
            launch(stream);
    }

    public void Dispose()
    {
    }
}
