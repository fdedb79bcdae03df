using System.Numerics;

namespace ScratchGan.Engine;

/// <summary>
/// Caches the storages of a device whose steps are recorded, each whole: a recording knows them by their address. Capacities are rounded up to an eighth of a power of two, and to 64 floats at least, so that a training
/// step finds after its first run every buffer it needs, and of one that matters (more than 512 floats) at most 12.5 % is lost to rounding.
/// A recorded step has a list of its own, filled from the pool's: what it uses is not handed out elsewhere until the recording is given up.
/// </summary>
internal sealed class CachingPool(IBackend backend) : MemoryPool
{
    private readonly FreeList _shared = new();
    private readonly HashSet<Storage> _all = [];
    private FreeList? _current;

    private FreeList Current => _current ?? _shared;

    public override Storage Rent(int length)
    {
        int capacity = Rounded(length);
        if (!Current.TryTake(capacity, out Storage? storage) && !_shared.TryTake(capacity, out storage))
            storage = Allocate(capacity);
        storage.Home = Current;
        return storage;
    }

    /// <summary>Memory that nobody had before: a cached block may be the one that a step which is about to be recorded cannot do without.</summary>
    public Storage RentNew(int length)
    {
        Storage storage = Allocate(Rounded(length));
        storage.Home = Current;
        return storage;
    }

    public override void Return(Storage storage) => storage.Home!.Add(storage);

    /// <summary>From here on storages are rented for, and returned to, this list; the answer is the list used before.</summary>
    public FreeList Use(FreeList list)
    {
        FreeList before = Current;
        _current = list;
        return before;
    }

    /// <summary>Everything that belongs to a list belongs to the pool again, what is in use as soon as it is returned.</summary>
    public void TakeBack(FreeList list)
    {
        foreach (Storage storage in list.TakeAll())
            _shared.Add(storage);
        foreach (Storage storage in _all)
            if (storage.Home == list)
                storage.Home = _shared;
    }

    public override void Dispose()
    {
        foreach (Storage storage in _all)
            backend.Free(storage);
        _all.Clear();
        _shared.TakeAll();
        Bytes = 0;
    }

    private Storage Allocate(int capacity)
    {
        Storage storage;
        try
        {
            storage = backend.Allocate(capacity);
        }
        catch (OutOfMemoryException)
        {
            FreeCached();
            storage = AllocateOrExplain(backend, capacity);
        }
        Bytes += capacity * (long)sizeof(float);
        Allocations++;
        _all.Add(storage);
        return storage;
    }

    /// <summary>Blocks of other sizes that nobody uses may be what is missing.</summary>
    private void FreeCached()
    {
        foreach (Storage storage in _shared.TakeAll())
        {
            Bytes -= storage.Capacity * (long)sizeof(float);
            _all.Remove(storage);
            backend.Free(storage);
        }
    }

    private static int Rounded(int length)
    {
        if (length <= Smallest)
            return Smallest;
        long step = Math.Max(Smallest, 1L << (BitOperations.Log2((uint)(length - 1)) - 3));
        return (int)Math.Min((length + step - 1) / step * step, int.MaxValue);
    }
}
