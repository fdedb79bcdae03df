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
        context.Launch(MapKernel, GpuContext.ForEach((y.IntLength + 3) / 4), function, x, y);

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
}
