using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Engine;

/// <summary>
/// Where tensors live and are computed: a backend, its pool of memory, the current scope, and the check for non-finite numbers.
/// Belongs to one thread, and is passed, never ambient: several devices in one process do not know of each other.
/// </summary>
public sealed class Device : IDisposable
{
    private const int LongestFeed = 64;
    private readonly MemoryPool _pool;
    private Storage? _feeds;
    private RecordedStep? _recording;

    public Device(IBackend backend)
    {
        Backend = backend;
        _pool = backend.CanRecord ? new CachingPool(backend) : new SplittingPool(backend);
    }

    public IBackend Backend { get; }

    /// <summary>Looks at every result for the first NaN or infinity and names the operation that made it. Slow: for debugging.</summary>
    public bool CheckFinite { get; set; }

    /// <summary>Of matrix products and convolutions.</summary>
    /// <exception cref="NotSupportedException">another than single precision on a device without tensor cores</exception>
    public MatrixPrecision Precision
    {
        get => (Backend as GpuBackend)?.Context.Precision ?? MatrixPrecision.Single;
        set
        {
            if (Backend is GpuBackend { Context.HasTensorCores: true } gpu)
                gpu.Context.Precision = value;
            else if (value != MatrixPrecision.Single)
                throw new NotSupportedException($"expected a CUDA device of compute capability 8.0 or more for {value}, found {Backend.Description}");
        }
    }

    /// <summary>Bytes taken from the system, in use or cached by the pool.</summary>
    public long PoolBytes => _pool.Bytes;

    /// <summary>How many times the pool took memory from the system.</summary>
    public int PoolAllocations => _pool.Allocations;

    /// <summary>Floating-point operations of the matrix products and convolutions run so far.</summary>
    public double Flops { get; internal set; }

    internal TensorScope? Scope { get; set; }

    /// <summary>SIMD kernels on <paramref name="threads"/> threads; the results do not depend on their number.</summary>
    public static Device Cpu(int threads) => new(new CpuBackend(new KernelThreads(threads)));

    /// <summary>A device of ILGPU, by its place among those of its kind.</summary>
    /// <exception cref="KernelException">it cannot be opened</exception>
    public static Device Gpu(GpuKind kind, int index = 0) => new(new GpuBackend(GpuDevices.Open(kind, index)));

    /// <summary>
    /// Numbers that differ from step to step (a learning rate, a place in a random stream), in memory, where kernels read them. The function is asked for them
    /// now; or, when a step is being recorded, at each time the step is run. The slice is good until the next call, or for the whole recording.
    /// </summary>
    public Slice Feed(int length, SpanAction next)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestFeed);
        if (_recording is not null)
            return _recording.Feed(length, next);
        Span<float> values = stackalloc float[length];
        next(values);
        var slice = new Slice(_feeds ??= Rent(LongestFeed), 0, length);
        Backend.Upload(values, slice);
        return slice;
    }

    /// <summary>
    /// Notes everything that <paramref name="step"/> computes instead of computing it, to be run any number of times without tracing. The step must have been
    /// run before (kernels compiled, memory taken), must reach the host only through <see cref="Feed"/>, and works on the same tensors each time. The memory
    /// that it uses in between leaves the pool until the recording is disposed.
    /// </summary>
    public RecordedStep Record(Action step)
    {
        if (_recording is not null)
            throw new InvalidOperationException("a step is being recorded already");
        var recording = new RecordedStep(
            this, _pool as CachingPool ?? throw new NotSupportedException($"steps are not recorded on {Backend.Description}"));
        _recording = recording;
        try
        {
            recording.Note(step);
        }
        catch
        {
            recording.Dispose();
            throw;
        }
        finally
        {
            _recording = null;
        }
        return recording;
    }

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

    internal void MarkWritten(Storage storage)
    {
        storage.Version++;
        _recording?.Written.Add(storage);
    }
}

/// <summary>Fills a span.</summary>
public delegate void SpanAction(Span<float> values);
