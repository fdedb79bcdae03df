using ILGPU;

namespace ScratchGan.Kernels.Gpu.Products;

/// <summary>
/// y[i] = Σ part[p][i]: adds the parts of a sum that was cut along k, in an order that depends on their number alone.
/// <para>
/// A group of 8 × 32 threads takes 32 quads of results: thread (slice, quad) adds the parts slice, slice + 8, …, four loads under way at a time; then the
/// eight slices are added in order. So few results with many parts, a weight gradient, keep enough threads busy.
/// </para>
/// </summary>
public static class PartialSums
{
    private const int Slices = 8;
    private const int Quads = GpuContext.GroupSize / Slices;

    /// <summary>Distance between two parts: a multiple of four numbers, so that all begin at a multiple of 16 bytes.</summary>
    public static int Pitch(int length) => (length + 3) & ~3;

    /// <param name="parts">count arrays, <see cref="Pitch"/> apart; what lies between an array's end and the next is read, never used</param>
    public static void Run(GpuContext context, ArrayView<float> parts, int count, ArrayView<float> y)
    {
        int quads = Pitch(y.IntLength) / 4;
        context.Launch(Kernel, new KernelConfig((quads + Quads - 1) / Quads, GpuContext.GroupSize), parts, count, y);
    }

    private static void Kernel(ArrayView<float> parts, int count, ArrayView<float> y)
    {
        ArrayView<Float4> shared = SharedMemory.Allocate<Float4>(GpuContext.GroupSize);
        int thread = Group.IdxX;
        int slice = thread >> 5;
        int quad = Grid.IdxX * Quads + (thread & (Quads - 1));
        int pitch = (y.IntLength + 3) >> 2;
        Float4 sum = default;
        if (quad < pitch)
        {
            ArrayView<Float4> source = parts.Cast<Float4>();
            int part = slice;
            for (; part + 3 * Slices < count; part += 4 * Slices)
            {
                Float4 first = source[part * pitch + quad];
                Float4 second = source[(part + Slices) * pitch + quad];
                Float4 third = source[(part + 2 * Slices) * pitch + quad];
                Float4 fourth = source[(part + 3 * Slices) * pitch + quad];
                sum = Add(sum, Add(Add(first, second), Add(third, fourth)));
            }
            for (; part < count; part += Slices)
                sum = Add(sum, source[part * pitch + quad]);
        }
        shared[thread] = sum;
        Group.Barrier();
        if (slice == 0 && quad < pitch)
        {
            for (int other = Quads; other < GpuContext.GroupSize; other += Quads)
                sum = Add(sum, shared[other + thread]);
            Store(y, quad, sum);
        }
    }

    private static void Store(ArrayView<float> y, int quad, Float4 values)
    {
        int i = quad << 2;
        if (i + 3 < y.IntLength)
        {
            y.Cast<Float4>()[quad] = values;
            return;
        }
        y[i] = values.X;
        if (i + 1 < y.IntLength)
            y[i + 1] = values.Y;
        if (i + 2 < y.IntLength)
            y[i + 2] = values.Z;
    }

    private static Float4 Add(Float4 a, Float4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);
}
