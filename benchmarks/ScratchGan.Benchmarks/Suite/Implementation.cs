using BenchmarkDotNet.Running;
using ScratchGan.Benchmarks.Operations;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>The forms of an operation: the methods of <see cref="OperationBenchmark"/>.</summary>
internal enum Implementation
{
    Scalar,
    SimdOneThread,
    Simd,
    OpenCl,
    Cuda,
}

internal static class Implementations
{
    public static Implementation Of(BenchmarkCase benchmark) => Enum.Parse<Implementation>(benchmark.Descriptor.WorkloadMethod.Name);

    /// <summary>
    /// Whether this machine has what the form needs. An OpenCL device that is a CPU itself, far slower than SIMD kernels there, counts only when asked for.
    /// </summary>
    public static bool IsPresent(Implementation implementation, bool asked) => implementation switch
    {
        Implementation.OpenCl => Has(GpuKind.OpenCl, asked),
        Implementation.Cuda => Has(GpuKind.Cuda, asked),
        Implementation.Simd => Environment.ProcessorCount > 1,
        _ => true,
    };

    private static bool Has(GpuKind kind, bool asked) =>
        GpuDevices.Obstacle(kind) is null && GpuDevices.List(kind) is [{ Refusal: null } first, ..] && (first.IsGpu || asked);
}
