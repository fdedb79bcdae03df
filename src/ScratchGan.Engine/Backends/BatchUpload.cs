namespace ScratchGan.Engine;

/// <summary>A tensor on a device that takes one batch after another from the host; the next may be sent while the device still works on the last.</summary>
public sealed class BatchUpload : IDisposable
{
    private readonly IUpload _upload;

    public BatchUpload(Device device, Shape shape)
    {
        Value = new Tensor(device, shape, device.Rent(shape.Count), 0, scoped: false);
        _upload = device.Backend.OpenUpload(Value.Data);
    }

    /// <summary>The batch delivered last.</summary>
    public Tensor Value { get; }

    /// <inheritdoc cref="IUpload.Send"/>
    public void Send(ReadOnlySpan<float> values)
    {
        if (values.Length != Value.Shape.Count)
            throw new ArgumentException($"a batch of shape {Value.Shape} has {Value.Shape.Count} values, found {values.Length}");
        _upload.Send(values);
    }

    /// <inheritdoc cref="IUpload.Deliver"/>
    public void Deliver()
    {
        _upload.Deliver();
        Value.MarkWritten();
    }

    public void Dispose()
    {
        _upload.Dispose();
        Value.Dispose();
    }
}
