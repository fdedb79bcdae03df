using ScratchGan.Benchmarks.Gpu;
using ScratchGan.Benchmarks.Operations;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>What a form of an operation can reach at most on this machine; measured when first asked for, once.</summary>
internal sealed class OperationPeaks(int mebibytes)
{
    private readonly Lazy<(double Flops, double Bytes)> _one = new(() => Measure(1, mebibytes));
    private readonly Lazy<(double Flops, double Bytes)> _all = new(() => Measure(Environment.ProcessorCount, mebibytes));
    private readonly Lazy<double?> _cuda = new(CudaFlops);

    /// <summary>GFLOP/s or GB/s; null where it is not known: the rate of an OpenCL device, and of CUDA memory, which the command gpu measures.</summary>
    public double? Of(Implementation implementation, Work work) => implementation switch
    {
        Implementation.Scalar or Implementation.SimdOneThread => work.IsArithmetic ? _one.Value.Flops : _one.Value.Bytes,
        Implementation.Simd => work.IsArithmetic ? _all.Value.Flops : _all.Value.Bytes,
        Implementation.Cuda when work.IsArithmetic => _cuda.Value,
        _ => null,
    };

    private static (double Flops, double Bytes) Measure(int threads, int mebibytes) =>
        (RegisterPeak.Measure(threads).GigaFlops, MemoryPeak.Measure(threads, mebibytes).Best);

    private static double? CudaFlops()
    {
        using GpuContext context = GpuDevices.Open(GpuKind.Cuda);
        return GpuPeak.GigaFlops(context);
    }
}
