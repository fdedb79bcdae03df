namespace ScratchGan.Engine;

/// <summary>A dense float32 buffer on one backend, counted by the tensors that lie over it; the last one gives it back to the pool.</summary>
public abstract class Storage(int capacity)
{
    /// <summary>Floats it can hold.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Grows with every write after the first use.</summary>
    public int Version { get; internal set; }

    internal int References { get; set; }

    /// <summary>The region it is cut from, and where, in a pool that cuts.</summary>
    internal SplittingPool.Region? Region { get; set; }

    internal int Start { get; set; }

    /// <summary>Where it waits while nobody uses it: the pool's list, or a recorded step's.</summary>
    internal FreeList? Home { get; set; }
}
