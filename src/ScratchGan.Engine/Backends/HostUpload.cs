namespace ScratchGan.Engine;

/// <summary>The upload of a device that has nothing to gain from overlap: the values wait on the host until they are delivered.</summary>
internal sealed class HostUpload(IBackend backend, Slice target) : IUpload
{
    private readonly float[] _values = new float[target.Length];

    public void Send(ReadOnlySpan<float> values) => values.CopyTo(_values);

    public void Deliver() => backend.Upload(_values, target);

    public void Dispose()
    {
    }
}
