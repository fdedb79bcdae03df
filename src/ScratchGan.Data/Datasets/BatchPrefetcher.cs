namespace ScratchGan.Data;

/// <summary>
/// Prepares the next batch in the background while the present one is trained on. Gives exactly the batches that
/// <see cref="Batches"/> alone would give, in the same order. The Batches belong to the prefetcher from then on.
/// </summary>
public sealed class BatchPrefetcher : IDisposable
{
    private readonly Batches _batches;
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private Task? _preparation;
    private long _position;

    public BatchPrefetcher(Batches batches)
    {
        _batches = batches;
        _pixels = new float[batches.BatchSize * batches.Shape.Count];
        _labels = new int[batches.BatchSize];
        _position = batches.Position;
    }

    public int BatchSize => _batches.BatchSize;

    public ImageShape Shape => _batches.Shape;

    /// <summary>How many samples have been handed out; what is prepared ahead does not count. Setting it continues from there.</summary>
    public long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Settle();
            _position = value;
        }
    }

    /// <summary>Fills pixels [batch, C, H, W] in [−1, 1] and labels [batch]; a failure in the background is thrown here.</summary>
    public void Next(Span<float> pixels, Span<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, _pixels.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, _labels.Length);
        Task preparation = _preparation ?? Prepare();
        _preparation = null;
        preparation.GetAwaiter().GetResult();
        _pixels.CopyTo(pixels);
        _labels.CopyTo(labels);
        _position += BatchSize;
        _preparation = Prepare();
    }

    public void Dispose() => Settle();

    private Task Prepare()
    {
        _batches.Position = _position;
        return Task.Run(() => _batches.Next(_pixels, _labels));
    }

    /// <summary>Waits for the background and forgets its batch, and its failure too: nobody asked for that batch.</summary>
    private void Settle()
    {
        try
        {
            _preparation?.Wait();
        }
        catch (AggregateException)
        {
        }
        _preparation = null;
    }
}
