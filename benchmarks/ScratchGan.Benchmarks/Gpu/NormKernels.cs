using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>Batch normalisation with an activation, as the networks use it. Each of its two launches passes over its arrays once.</summary>
internal static unsafe class NormKernels
{
    private const float Epsilon = 1e-5f;

    /// <summary>Reads x for the statistics, reads it again and writes y.</summary>
    public static MemoryKernel Forward(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        NormGeometry geometry = sizes.Planes;
        ArrayView<float> x = arrays.Random(sizes.Count);
        ArrayView<float> gamma = arrays.Random(sizes.C);
        ArrayView<float> beta = arrays.Random(sizes.C);
        ArrayView<float> y = arrays.Room(sizes.Count);
        ArrayView<float> mean = arrays.Room(sizes.C);
        ArrayView<float> variance = arrays.Room(sizes.C);
        var running = new RunningViews(arrays.Random(sizes.C), arrays.Random(sizes.C), 0.1f);
        return new MemoryKernel(
            3L * sizes.Count, () => BatchNorm2d.Forward(context, geometry, default(Relu), Epsilon, x, gamma, beta, y, mean, variance, running),
            [y, mean, variance],
            () =>
            {
                (float[] results, float[] means, float[] variances) = (new float[sizes.Count], new float[sizes.C], new float[sizes.C]);
                fixed (float* px = arrays.Download(x), pg = arrays.Download(gamma), pb = arrays.Download(beta), py = results, pm = means, pv = variances)
                    Scalar.BatchNorm2d.Forward(geometry, default(Relu), Epsilon, px, pg, pb, py, pm, pv);
                return [results, means, variances];
            });
    }

    /// <summary>Reads x and u for the sums, reads both again and writes dx.</summary>
    public static MemoryKernel Backward(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        NormGeometry geometry = sizes.Planes;
        ArrayView<float> x = arrays.Random(sizes.Count);
        ArrayView<float> u = arrays.Random(sizes.Count);
        ArrayView<float> gamma = arrays.Random(sizes.C);
        ArrayView<float> beta = arrays.Random(sizes.C);
        ArrayView<float> mean = arrays.Random(sizes.C);
        ArrayView<float> variance = arrays.Upload([.. Enumerable.Repeat(0.7f, sizes.C)]);
        ArrayView<float> dx = arrays.Room(sizes.Count);
        ArrayView<float> dgamma = arrays.Room(sizes.C);
        ArrayView<float> dbeta = arrays.Room(sizes.C);
        return new MemoryKernel(
            5L * sizes.Count,
            () => BatchNorm2d.Backward(context, geometry, default(Relu), Epsilon, x, gamma, beta, mean, variance, u, dx, dgamma, dbeta),
            [dx, dgamma, dbeta],
            () =>
            {
                (float[] slopes, float[] ofGamma, float[] ofBeta) = (new float[sizes.Count], new float[sizes.C], new float[sizes.C]);
                fixed (float* px = arrays.Download(x), pu = arrays.Download(u), pg = arrays.Download(gamma), pb = arrays.Download(beta))
                fixed (float* pm = arrays.Download(mean), pv = arrays.Download(variance), pdx = slopes, pdg = ofGamma, pdb = ofBeta)
                    Scalar.BatchNorm2d.Backward(geometry, default(Relu), Epsilon, px, pg, pb, pm, pv, pu, pdx, pdg, pdb);
                return [slopes, ofGamma, ofBeta];
            });
    }
}
