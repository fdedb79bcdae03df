using ILGPU.Runtime.Cuda;
using ScratchGan.Kernels.Gpu;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>
/// What the arithmetic units of a CUDA device can do at most in single precision: multiprocessors · lanes · 2 operations of a multiply-add · highest clock.
/// An H200 has 132 · 128 · 2 · 1.98 GHz = 66.9 TFLOP/s. The rate of tensor cores, and what an OpenCL device could do, no attribute of the device tells.
/// </summary>
internal static class GpuPeak
{
    /// <remarks>ILGPU tells the clock in MHz.</remarks>
    public static double? GigaFlops(GpuContext context) =>
        context.Accelerator is CudaAccelerator cuda
            ? cuda.NumMultiprocessors * (double)Lanes(cuda.Architecture.Major, cuda.Architecture.Minor) * 2 * cuda.ClockRate * 1e-3
            : null;

    /// <summary>
    /// Multiply-adds of a multiprocessor in a cycle (CUDA C++ Programming Guide, table of the throughput of arithmetic instructions): 64 where a
    /// multiprocessor was made for doubles (6.0, 8.0) and in 7.x, else 128.
    /// </summary>
    private static int Lanes(int major, int minor) => (major, minor) is (6, 0) or (7, _) or (8, 0) ? 64 : 128;
}
