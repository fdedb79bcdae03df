using ScratchGan.Data;
using ScratchGan.Engine;

namespace ScratchGan.Gan.Training;

/// <summary>One real batch after another on the device: the next is prepared, and on its way, while the device is still at work on the last.</summary>
public sealed class BatchFeed : IDisposable
{
    private readonly BatchPrefetcher _batches;
    private readonly BatchUpload _upload;
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly int[] _sentLabels;
    private bool _sent;

    /// <param name="batches">belong to the feed from then on</param>
    public BatchFeed(Device device, Batches batches)
    {
        ImageShape image = batches.Shape;
        _pixels = new float[batches.BatchSize * image.Count];
        _labels = new int[batches.BatchSize];
        _sentLabels = new int[batches.BatchSize];
        _upload = new BatchUpload(device, new Shape(batches.BatchSize, image.Channels, image.Height, image.Width));
        _batches = new BatchPrefetcher(batches);
        Delivered = _batches.Position;
    }

    /// <summary>The batch delivered last: [N, C, H, W] in [−1, 1].</summary>
    public Tensor Value => _upload.Value;

    /// <summary>Its labels [N], −1 for none.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Images delivered so far: where a training goes on from.</summary>
    public long Delivered { get; private set; }

    /// <summary>Makes the next batch the present one.</summary>
    public Tensor Next()
    {
        Send();
        _upload.Deliver();
        _sentLabels.CopyTo(_labels);
        Delivered = _batches.Position;
        _sent = false;
        return Value;
    }

    /// <summary>Starts the next batch on its way, unless it is already; for a caller that has more to do before it needs that batch.</summary>
    public void Send()
    {
        if (_sent)
            return;
        _batches.Next(_pixels, _sentLabels);
        _upload.Send(_pixels);
        _sent = true;
    }

    /// <summary>Goes to another place in the batches; one that is on its way is forgotten.</summary>
    public void ReturnTo(long position)
    {
        Delivered = _batches.Position = position;
        _sent = false;
    }

    public void Dispose()
    {
        _batches.Dispose();
        _upload.Dispose();
    }
}
