using BenchmarkDotNet.Attributes;
using ScratchGan.Engine;
using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Operations;

/// <summary>
/// An operation in every form that there is of it. All times are of one image: the plain loops, far slower, get one, the others a batch of
/// <see cref="Batch"/>. A form whose results differ from the plain loops' is not timed.
/// </summary>
public abstract class OperationBenchmark
{
    public const int Batch = 64;

    private Operands? _operands;
    private IBackend? _backend;
    private Action? _run;

    /// <summary>What one image takes.</summary>
    public abstract Work Work { get; }

    /// <summary>Of the size among all sizes of the operation.</summary>
    public abstract int Place { get; }

    [GlobalSetup(Target = nameof(Scalar))]
    public void ForScalar() => _run = Arrange(null).Scalar;

    [GlobalSetup(Target = nameof(SimdOneThread))]
    public void ForOneThread() => Prepare(new CpuBackend(new KernelThreads(1)));

    [GlobalSetup(Target = nameof(Simd))]
    public void ForThreads() => Prepare(new CpuBackend(new KernelThreads(Environment.ProcessorCount)));

    [GlobalSetup(Target = nameof(OpenCl))]
    public void ForOpenCl() => Prepare(new GpuBackend(GpuDevices.Open(GpuKind.OpenCl)));

    [GlobalSetup(Target = nameof(Cuda))]
    public void ForCuda() => Prepare(new GpuBackend(GpuDevices.Open(GpuKind.Cuda)));

    [Benchmark(Baseline = true)]
    public void Scalar() => _run!();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void SimdOneThread() => _run!();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Simd() => _run!();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void OpenCl() => _run!();

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Cuda() => _run!();

    [GlobalCleanup]
    public void Dispose()
    {
        _operands?.Dispose();
        _backend?.Dispose();
    }

    /// <summary>A device's time includes one wait for it.</summary>
    /// <exception cref="InvalidOperationException">its results differ from those of the plain loops</exception>
    internal void Prepare(IBackend backend)
    {
        Kernel kernel = Arrange(backend);
        Action wait = backend is GpuBackend gpu ? gpu.Context.Stream.Synchronize : () => { };
        _run = () =>
        {
            kernel.Run(backend);
            wait();
        };
        kernel.Scalar();
        _run();
        if (_operands!.Mismatch() is string mismatch)
            throw new InvalidOperationException($"{GetType().Name} on {backend.Name} differs from the plain loops: {mismatch}");
    }

    /// <summary>The operation and its arguments.</summary>
    private protected abstract Kernel Create(Operands operands);

    private Kernel Arrange(IBackend? backend)
    {
        _backend = backend;
        _operands = new Operands(Batch, backend);
        return Create(_operands);
    }
}

/// <summary>An operation at several sizes.</summary>
public abstract class OperationBenchmark<TSize> : OperationBenchmark
{
    [ParamsSource(nameof(Sizes))]
    public TSize Size { get; set; } = default!;

    public abstract IEnumerable<TSize> Sizes { get; }

    public override int Place => Sizes.Select(size => $"{size}").ToList().IndexOf($"{Size}");
}
