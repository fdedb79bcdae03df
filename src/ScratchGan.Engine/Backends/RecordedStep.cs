namespace ScratchGan.Engine;

/// <summary>
/// A step that was traced once and is run again as it stands: on CUDA one graph, elsewhere a list of launches. Batches, random positions and scheduled numbers
/// are read from memory, so they may differ each time; everything else (shapes, which phases run, constants) is fixed.
/// </summary>
public sealed class RecordedStep : IDisposable
{
    private const int MostFeeds = 1024;
    private readonly Device _device;
    private readonly CachingPool _pool;
    private readonly FreeList _blocks = new();
    private readonly List<(int Offset, int Length, SpanAction Next)> _feeds = [];
    private readonly float[] _values = new float[MostFeeds];
    private Storage? _feedMemory;
    private int _feedLength;
    private double _flops;
    private IBackendRecording? _launches;

    internal RecordedStep(Device device, CachingPool pool)
    {
        _device = device;
        _pool = pool;
    }

    /// <summary>Memory that the step writes and that outlives it.</summary>
    internal HashSet<Storage> Written { get; } = [];

    /// <summary>Runs the step once more.</summary>
    public void Replay()
    {
        if (_launches is null)
            throw new ObjectDisposedException(nameof(RecordedStep));
        foreach ((int offset, int length, SpanAction next) in _feeds)
            next(_values.AsSpan(offset, length));
        if (_feedLength > 0)
            _device.Backend.Upload(_values.AsSpan(0, _feedLength), new Slice(_feedMemory!, 0, _feedLength));
        _launches.Replay();
        _device.Flops += _flops;
        foreach (Storage storage in Written)
            storage.Version++;
    }

    /// <summary>Gives the memory back to the pool.</summary>
    public void Dispose()
    {
        _launches?.Dispose();
        _launches = null;
        if (_feedMemory is not null)
            _pool.Return(_feedMemory);
        _feedMemory = null;
        _pool.TakeBack(_blocks);
    }

    internal void Note(Action step)
    {
        double flops = _device.Flops;
        FreeList before = _pool.Use(_blocks);
        try
        {
            _feedMemory = _pool.RentNew(MostFeeds);
            _device.Backend.BeginRecording();
            try
            {
                step();
            }
            finally
            {
                _launches = _device.Backend.EndRecording();
            }
        }
        finally
        {
            _pool.Use(before);
        }
        (_flops, _device.Flops) = (_device.Flops - flops, flops);
    }

    internal Slice Feed(int length, SpanAction next)
    {
        if (_feedLength + length > MostFeeds)
            throw new InvalidOperationException($"a recorded step reads at most {MostFeeds} numbers from the host");
        _feeds.Add((_feedLength, length, next));
        var slice = new Slice(_feedMemory!, _feedLength, length);
        _feedLength += length;
        return slice;
    }
}
