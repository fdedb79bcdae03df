using ILGPU;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

/// <summary>
/// One operator over whole arrays: one pass over memory, four numbers a thread, moved by accesses of 16 bytes; the thread behind the last four takes the
/// up to three numbers that are left. The result may be written over an operand. Every array begins at a multiple of 16 bytes.
/// </summary>
public static partial class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TOperator>(GpuContext context, TOperator function, ArrayView<float> x, ArrayView<float> y)
        where TOperator : struct, IUnaryOperator =>
        context.Launch(MapKernel, InFours(y), function, x, y);

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Zip<TOperator>(GpuContext context, TOperator function, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
        where TOperator : struct, IBinaryOperator =>
        context.Launch(ZipKernel, InFours(y), function, a, b, y);

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    public static void Zip3<TOperator>(
        GpuContext context, TOperator function, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y)
        where TOperator : struct, ITernaryOperator =>
        context.Launch(Zip3Kernel, InFours(y), function, a, b, c, y);

    /// <summary>y[i] = value.</summary>
    public static void Fill(GpuContext context, float value, ArrayView<float> y) => context.Launch(FillKernel, InFours(y), value, y);

    /// <summary>
    /// y[i] += weight[0]·(target[i] − y[i]), see <see cref="Lerp"/>. The weight is read from memory, so that a recording follows it when it changes.
    /// </summary>
    public static void MoveTowards(GpuContext context, ArrayView<float> weight, ArrayView<float> target, ArrayView<float> y) =>
        context.Launch(MoveTowardsKernel, InFours(y), weight, target, y);

    /// <summary>A launch with a thread for every four numbers.</summary>
    private static KernelConfig InFours(ArrayView<float> y) => GpuContext.ForEach((y.IntLength + 3) / 4);

    private static void MapKernel<TOperator>(TOperator function, ArrayView<float> x, ArrayView<float> y)
        where TOperator : struct, IUnaryOperator
    {
        int thread = Grid.GlobalIndex.X;
        int quads = y.IntLength >> 2;
        if (thread < quads)
        {
            Float4 v = x.Cast<Float4>()[thread];
            y.Cast<Float4>()[thread] = new Float4(function.Invoke(v.X), function.Invoke(v.Y), function.Invoke(v.Z), function.Invoke(v.W));
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < y.IntLength; i++)
                y[i] = function.Invoke(x[i]);
        }
    }

    private static void ZipKernel<TOperator>(TOperator function, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
        where TOperator : struct, IBinaryOperator
    {
        int thread = Grid.GlobalIndex.X;
        int quads = y.IntLength >> 2;
        if (thread < quads)
        {
            Float4 u = a.Cast<Float4>()[thread];
            Float4 v = b.Cast<Float4>()[thread];
            y.Cast<Float4>()[thread] = InvokeFour(function, u, v);
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < y.IntLength; i++)
                y[i] = function.Invoke(a[i], b[i]);
        }
    }

    private static void Zip3Kernel<TOperator>(TOperator function, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<float> y)
        where TOperator : struct, ITernaryOperator
    {
        int thread = Grid.GlobalIndex.X;
        int quads = y.IntLength >> 2;
        if (thread < quads)
        {
            Float4 u = a.Cast<Float4>()[thread];
            Float4 v = b.Cast<Float4>()[thread];
            Float4 w = c.Cast<Float4>()[thread];
            y.Cast<Float4>()[thread] = new Float4(
                function.Invoke(u.X, v.X, w.X), function.Invoke(u.Y, v.Y, w.Y), function.Invoke(u.Z, v.Z, w.Z), function.Invoke(u.W, v.W, w.W));
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < y.IntLength; i++)
                y[i] = function.Invoke(a[i], b[i], c[i]);
        }
    }

    private static void FillKernel(float value, ArrayView<float> y)
    {
        int thread = Grid.GlobalIndex.X;
        int quads = y.IntLength >> 2;
        if (thread < quads)
        {
            y.Cast<Float4>()[thread] = new Float4(value, value, value, value);
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < y.IntLength; i++)
                y[i] = value;
        }
    }

    private static void MoveTowardsKernel(ArrayView<float> weight, ArrayView<float> target, ArrayView<float> y)
    {
        int thread = Grid.GlobalIndex.X;
        int quads = y.IntLength >> 2;
        Lerp step = new(weight[0]);
        if (thread < quads)
        {
            Float4 from = y.Cast<Float4>()[thread];
            Float4 to = target.Cast<Float4>()[thread];
            y.Cast<Float4>()[thread] = InvokeFour(step, from, to);
        }
        else if (thread == quads)
        {
            for (int i = quads << 2; i < y.IntLength; i++)
                y[i] = step.Invoke(y[i], target[i]);
        }
    }

    private static Float4 InvokeFour<TOperator>(TOperator function, Float4 u, Float4 v)
        where TOperator : struct, IBinaryOperator =>
        new(function.Invoke(u.X, v.X), function.Invoke(u.Y, v.Y), function.Invoke(u.Z, v.Z), function.Invoke(u.W, v.W));
}
