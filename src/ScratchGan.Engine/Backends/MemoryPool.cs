using System.Numerics;

namespace ScratchGan.Engine;

/// <summary>
/// Caches the storages of one device. Capacities are rounded up to an eighth of a power of two, and to 64 floats at least, so that a training
/// step finds after its first run every buffer it needs, and of one that matters (more than 512 floats) at most 12.5 % is lost to rounding.
/// </summary>
internal sealed class MemoryPool(IBackend backend)
{
    private const int Smallest = 64;
    private readonly Dictionary<int, Stack<Storage>> _free = [];
    private readonly List<Storage> _all = [];

    /// <summary>Bytes taken from the system, in use or cached.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many times memory was taken from the system; constant after warm-up.</summary>
    public int Allocations => _all.Count;

    public Storage Rent(int length)
    {
        int capacity = Rounded(length);
        if (_free.TryGetValue(capacity, out Stack<Storage>? stack) && stack.TryPop(out Storage? cached))
            return cached;
        Storage storage;
        try
        {
            storage = backend.Allocate(capacity);
        }
        catch (OutOfMemoryException)
        {
            throw new OutOfMemoryException(
                $"out of memory on {backend.Name}: asked for {capacity * 4L >> 20} MiB with {Bytes >> 20} MiB in use; "
                + "lower the batch, the image size or the features");
        }
        Bytes += capacity * (long)sizeof(float);
        _all.Add(storage);
        return storage;
    }

    public void Return(Storage storage)
    {
        if (!_free.TryGetValue(storage.Capacity, out Stack<Storage>? stack))
            _free.Add(storage.Capacity, stack = new Stack<Storage>());
        stack.Push(storage);
    }

    public void Dispose()
    {
        foreach (Storage storage in _all)
            backend.Free(storage);
        _all.Clear();
        _free.Clear();
        Bytes = 0;
    }

    private static int Rounded(int length)
    {
        if (length <= Smallest)
            return Smallest;
        long step = Math.Max(Smallest, 1L << (BitOperations.Log2((uint)(length - 1)) - 3));
        return (int)Math.Min((length + step - 1) / step * step, int.MaxValue);
    }
}
