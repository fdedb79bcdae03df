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

    /// <summary>Whether this machine has what the form needs.</summary>
    public static bool IsPresent(Implementation implementation) => implementation switch
    {
        Implementation.OpenCl => Has(GpuKind.OpenCl),
        Implementation.Cuda => Has(GpuKind.Cuda),
        Implementation.Simd => Environment.ProcessorCount > 1,
        _ => true,
    };

    private static bool Has(GpuKind kind) => GpuDevices.Obstacle(kind) is null && GpuDevices.List(kind) is [{ Refusal: null }, ..];
}
