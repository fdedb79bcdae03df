using ScratchGan.Kernels.Random;

namespace ScratchGan.Data;

/// <summary>
/// Seeded, shuffled batches. Sample k of the run is image permutation(seed, k / Count)[k mod Count]: every epoch is a permutation of its own, batches
/// flow over its border, and <see cref="Position"/> alone says where a run stands. A set smaller than the batch repeats within it, each
/// image equally often to within one.
/// </summary>
public sealed class Batches
{
    private readonly Dataset _dataset;
    private readonly ulong _seed;
    private readonly int[] _order;
    private readonly byte[] _pixels;
    private long _orderEpoch = -1;
    private long _position;

    public Batches(Dataset dataset, int batchSize, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _dataset = dataset;
        _seed = seed;
        BatchSize = batchSize;
        _order = new int[dataset.Count];
        _pixels = new byte[dataset.Shape.Count];
    }

    public int BatchSize { get; }

    public ImageShape Shape => _dataset.Shape;

    /// <summary>How many samples have been drawn; setting it continues a run from there.</summary>
    public long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>A line for the user when a batch holds an image more than once; else null.</summary>
    public string? RepetitionNote => _dataset.Count < BatchSize
        ? $"{_dataset.Name}: {Wording.Counted(_dataset.Count, "image")} {(_dataset.Count == 1 ? "is" : "are")} fewer than the batch of {BatchSize}: each batch repeats some"
        : null;

    /// <summary>Fills pixels [batch, C, H, W] in [−1, 1] and labels [batch], −1 for none, and moves on.</summary>
    public void Next(Span<float> pixels, Span<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, BatchSize * Shape.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, BatchSize);
        for (int i = 0; i < BatchSize; i++)
        {
            int index = IndexAt(_position + i);
            _dataset.Read(index, _pixels);
            PixelRange.ToFloat(_pixels, pixels.Slice(i * Shape.Count, Shape.Count));
            labels[i] = _dataset.Label(index);
        }
        _position += BatchSize;
    }

    private int IndexAt(long position)
    {
        long epoch = position / _order.Length;
        if (epoch != _orderEpoch)
            Shuffle(epoch);
        return _order[position % _order.Length];
    }

    private void Shuffle(long epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new PhiloxSequence(_seed, DataStreams.Epoch(epoch)).Shuffle(_order);
        _orderEpoch = epoch;
    }
}
