namespace ScratchGan.Engine;

/// <summary>Where the storages of one device come from and go back to, so that a training step after its first run takes nothing from the system.</summary>
internal abstract class MemoryPool
{
    /// <summary>Floats of the smallest storage; a wide load on a GPU asks for a start that is a multiple of this.</summary>
    protected const int Smallest = 64;

    /// <summary>Bytes taken from the system, in use or cached.</summary>
    public long Bytes { get; protected set; }

    /// <summary>How many times memory was taken from the system; constant after warm-up.</summary>
    public int Allocations { get; protected set; }

    public abstract Storage Rent(int length);

    public abstract void Return(Storage storage);

    public abstract void Dispose();

    protected Storage AllocateOrExplain(IBackend backend, int capacity)
    {
        try
        {
            return backend.Allocate(capacity);
        }
        catch (OutOfMemoryException error)
        {
            throw new OutOfMemoryException(
                $"out of memory on {backend.Description}: asked for {capacity * 4L >> 20} MiB with {Bytes >> 20} MiB in use; "
                + "lower the batch, the image size or the features", error);
        }
    }
}
