using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Gpu;
using ScratchGan.Kernels.Operators;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Benchmarks.Gpu;

/// <summary>The kernels that only move memory, each with its arguments on a device and its plain loops.</summary>
internal static class MemoryKernels
{
    private const ulong Seed = 7;

    public static IReadOnlyList<(string Name, Func<GpuContext, GpuArrays, MemorySizes, MemoryKernel> Create)> All { get; } =
    [
        ("Fill", Fill),
        ("Map<LeakyRelu>", Map),
        ("Zip<Add>", Zip),
        ("MoveTowards", MoveTowards),
        ("Update<Adam>", AdamStep),
        ("Reduce<Sum> over all", (context, arrays, sizes) => Reduction(context, arrays, sizes, [0, 1, 2])),
        ("Reduce<Sum> over N, S", (context, arrays, sizes) => Reduction(context, arrays, sizes, [0, 2])),
        ("BatchNorm2d.Forward<Relu>", NormKernels.Forward),
        ("BatchNorm2d.Backward<Relu>", NormKernels.Backward),
        ("StridedCopy, transposition", (context, arrays, sizes) => Copy(
            context, arrays, sizes.Count, sizes.Count, StridedGeometry.Permute([sizes.N * sizes.C, sizes.H * sizes.W], [1, 0]))),
        ("StridedCopy, upsampling ×2", (context, arrays, sizes) => Copy(
            context, arrays, sizes.Count / 4, sizes.Count, StridedGeometry.UpsampleNearest([sizes.N, sizes.C, sizes.H / 2, sizes.W / 2], 2))),
        ("RandomNumbers.Normal", Normal),
    ];

    private static MemoryKernel Fill(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        ArrayView<float> y = arrays.Room(sizes.Count);
        return new MemoryKernel(
            sizes.Count, () => Elementwise.Fill(context, 3f, y), [y], () => [[.. Enumerable.Repeat(3f, sizes.Count)]]);
    }

    private static MemoryKernel Map(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        var function = new LeakyRelu(0.2f);
        ArrayView<float> x = arrays.Random(sizes.Count);
        ArrayView<float> y = arrays.Room(sizes.Count);
        return new MemoryKernel(
            2L * sizes.Count, () => Elementwise.Map(context, function, x, y), [y], () => [[.. arrays.Download(x).Select(function.Invoke)]]);
    }

    private static MemoryKernel Zip(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        ArrayView<float> a = arrays.Random(sizes.Count);
        ArrayView<float> b = arrays.Random(sizes.Count);
        ArrayView<float> y = arrays.Room(sizes.Count);
        return new MemoryKernel(
            3L * sizes.Count, () => Elementwise.Zip(context, default(Add), a, b, y), [y],
            () => [[.. arrays.Download(a).Zip(arrays.Download(b), (u, v) => u + v)]]);
    }

    private static MemoryKernel MoveTowards(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        const float Weight = 0.25f;
        ArrayView<float> target = arrays.Random(sizes.Count);
        ArrayView<float> y = arrays.Random(sizes.Count);
        ArrayView<float> weight = arrays.Upload(Weight);
        return new MemoryKernel(
            3L * sizes.Count, () => Elementwise.MoveTowards(context, weight, target, y), [y],
            () => [[.. arrays.Download(y).Zip(arrays.Download(target), new Lerp(Weight).Invoke)]]);
    }

    /// <summary>Reads and writes parameters and two moments, reads gradients.</summary>
    private static MemoryKernel AdamStep(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        var rule = new Adam(0.5, 1e-8);
        UpdateSchedule schedule = Adam.Schedule(2e-4, 0.5, 0.999, step: 3);
        ArrayView<float> numbers = arrays.Upload(schedule.Rate, schedule.Scale, schedule.SecondDecay, schedule.SecondRate);
        ArrayView<float> parameter = arrays.Random(sizes.Count);
        ArrayView<float> gradient = arrays.Random(sizes.Count);
        ArrayView<float> first = arrays.Random(sizes.Count);
        ArrayView<float> second = arrays.Room(sizes.Count);
        Elementwise.Fill(context, 0.5f, second);
        return new MemoryKernel(
            7L * sizes.Count, () => Update.Run(context, rule, numbers, parameter, gradient, first, second), [parameter, first, second],
            () =>
            {
                (float[] p, float[] g, float[] m, float[] v) =
                    (arrays.Download(parameter), arrays.Download(gradient), arrays.Download(first), arrays.Download(second));
                for (int i = 0; i < p.Length; i++)
                    rule.Invoke(schedule, ref p[i], g[i], ref m[i], ref v[i]);
                return [p, m, v];
            });
    }

    private static MemoryKernel Reduction(GpuContext context, GpuArrays arrays, MemorySizes sizes, int[] axes)
    {
        NormGeometry planes = sizes.Planes;
        var geometry = new ReductionGeometry([planes.N, planes.C, planes.S], axes);
        ArrayView<float> x = arrays.Random(sizes.Count);
        ArrayView<float> y = arrays.Room(geometry.KeptCount);
        return new MemoryKernel(
            sizes.Count, () => Reduce.Run(context, geometry, default(Sum), x, y), [y],
            () =>
            {
                double[] sums = new double[geometry.KeptCount];
                float[] values = arrays.Download(x);
                for (int i = 0; i < values.Length; i++)
                    sums[i / planes.S % planes.C % sums.Length] += values[i];
                return [[.. sums.Select(sum => (float)sum)]];
            });
    }

    private static unsafe MemoryKernel Copy(GpuContext context, GpuArrays arrays, int from, int to, StridedGeometry geometry)
    {
        ArrayView<float> source = arrays.Random(from);
        ArrayView<float> target = arrays.Room(to);
        return new MemoryKernel(
            (long)from + to, () => StridedCopy.Run(context, geometry, source, target), [target],
            () =>
            {
                float[] expected = new float[to];
                fixed (float* x = arrays.Download(source), y = expected)
                    Kernels.Cpu.Scalar.StridedCopy.Run(geometry, x, y);
                return [expected];
            });
    }

    private static MemoryKernel Normal(GpuContext context, GpuArrays arrays, MemorySizes sizes)
    {
        ArrayView<float> position = arrays.Upload(0f, 0f);
        ArrayView<float> y = arrays.Room(sizes.Count);
        return new MemoryKernel(
            sizes.Count, () => RandomNumbers.Normal(context, Seed, 0, position, y), [y],
            () =>
            {
                var numbers = new PhiloxSequence(Seed, 0);
                return [[.. Enumerable.Range(0, sizes.Count).Select(_ => numbers.NextNormal())]];
            });
    }
}
