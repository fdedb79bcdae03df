using ScratchGan.Kernels.Cpu;

namespace ScratchGan.Engine;

/// <summary>
/// Where tensors live and are computed: a backend, its pool of memory, the current scope, and the check for non-finite numbers.
/// Belongs to one thread, and is passed, never ambient: several devices in one process do not know of each other.
/// </summary>
public sealed class Device : IDisposable
{
    private readonly MemoryPool _pool;

    public Device(IBackend backend)
    {
        Backend = backend;
        _pool = new MemoryPool(backend);
    }

    public IBackend Backend { get; }

    /// <summary>Looks at every result for the first NaN or infinity and names the operation that made it. Slow: for debugging.</summary>
    public bool CheckFinite { get; set; }

    /// <summary>Bytes taken from the system, in use or cached by the pool.</summary>
    public long PoolBytes => _pool.Bytes;

    /// <summary>How many times the pool took memory from the system.</summary>
    public int PoolAllocations => _pool.Allocations;

    /// <summary>Floating-point operations of the matrix products and convolutions run so far.</summary>
    public double Flops { get; internal set; }

    internal TensorScope? Scope { get; set; }

    /// <summary>SIMD kernels on <paramref name="threads"/> threads; the results do not depend on their number.</summary>
    public static Device Cpu(int threads) => new(new CpuBackend(new KernelThreads(threads)));

    /// <summary>Frees all memory; every tensor of this device is dead afterwards.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        Backend.Dispose();
    }

    internal Storage Rent(int length) => _pool.Rent(length);

    internal void Release(Storage storage)
    {
        if (--storage.References == 0)
            _pool.Return(storage);
    }
}
