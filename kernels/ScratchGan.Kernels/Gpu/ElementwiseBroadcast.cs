using ILGPU;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Gpu;

public static partial class Elementwise
{
    /// <summary>
    /// y[i] = f(a[…], b[…]) with either operand repeated by NumPy's rule. y may be written over an operand that is not repeated.
    /// <para>
    /// The innermost merged dimension is a row of both operands, or a row against one number. Where its width is a multiple of 4, a thread makes four results
    /// of one row, moved by accesses of 16 bytes; elsewhere one.
    /// </para>
    /// </summary>
    /// <exception cref="ArgumentException">more than eight dimensions after merging</exception>
    public static void ZipBroadcast<TOperator>(
        GpuContext context, TOperator function, BroadcastGeometry geometry, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
        where TOperator : struct, IBinaryOperator
    {
        var rows = new BroadcastRows(geometry);
        context.Launch(ZipBroadcastKernel, GpuContext.ForEach(rows.Threads), function, rows, a, b, y);
    }

    private static void ZipBroadcastKernel<TOperator>(
        TOperator function, BroadcastRows rows, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y)
        where TOperator : struct, IBinaryOperator
    {
        int thread = Grid.GlobalIndex.X;
        if (thread >= rows.Threads)
            return;
        StridedPlaces places = rows.Walk.Find(thread);
        if (rows.InFours == 0)
        {
            y[thread] = function.Invoke(a[places.First], b[places.Second]);
        }
        else
        {
            Float4 u = rows.RepeatA != 0 ? Repeat(a[places.First]) : a.Cast<Float4>()[places.First >> 2];
            Float4 v = rows.RepeatB != 0 ? Repeat(b[places.Second]) : b.Cast<Float4>()[places.Second >> 2];
            y.Cast<Float4>()[thread] = InvokeFour(function, u, v);
        }
    }

    private static Float4 Repeat(float value) => new(value, value, value, value);
}

/// <summary>
/// How the threads of a broadcast find their operands. A row that is not repeated begins at a multiple of its width in the array, so where the width is a
/// multiple of 4 all fours are aligned.
/// </summary>
public readonly struct BroadcastRows
{
    /// <summary>From a thread's number to its first place in a and in b.</summary>
    public readonly StridedWalk Walk;

    /// <summary>Threads that have work.</summary>
    public readonly int Threads;

    // Conditions are integers: a bool has no fixed size as an argument of a kernel.
    public readonly int InFours;
    public readonly int RepeatA;
    public readonly int RepeatB;

    public BroadcastRows(BroadcastGeometry geometry)
    {
        int[] dimensions = geometry.Dimensions.ToArray();
        int[] stridesA = geometry.StridesA.ToArray();
        int[] stridesB = geometry.StridesB.ToArray();
        Threads = geometry.Count;
        RepeatA = stridesA[^1] == 0 ? 1 : 0;
        RepeatB = stridesB[^1] == 0 ? 1 : 0;
        if (dimensions[^1] % 4 == 0)
        {
            InFours = 1;
            Threads /= 4;
            dimensions[^1] /= 4;
            stridesA[^1] *= 4;
            stridesB[^1] *= 4;
        }
        Walk = new StridedWalk(dimensions, stridesA, stridesB);
    }
}
