using System.Numerics;
using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

public static unsafe partial class Elementwise
{
    /// <summary>
    /// y[i] = f(a[…], b[…]) with either operand repeated by NumPy's rule. The innermost merged dimension is a row of both, or a row against one number.
    /// y may be written over an operand that is not repeated.
    /// </summary>
    public static void ZipBroadcast<TOperator>(CpuContext context, TOperator function, BroadcastGeometry geometry, float* a, float* b, float* y)
        where TOperator : struct, IBinaryOperator
    {
        int width = geometry.Dimensions[^1];
        Chunks.ForRows(context, geometry.Count / width, width, (first, last, start, length) =>
        {
            ReadOnlySpan<int> outer = geometry.Dimensions[..^1];
            bool repeatA = geometry.StridesA[^1] == 0;
            bool repeatB = geometry.StridesB[^1] == 0;
            for (int row = first; row < last; row++)
            {
                float* fromA = a + StridedDimensions.Place(row, outer, geometry.StridesA);
                float* fromB = b + StridedDimensions.Place(row, outer, geometry.StridesB);
                float* to = y + (nint)row * width + start;
                if (repeatA)
                    ScalarLeftBlock(function, *fromA, fromB + start, to, length);
                else if (repeatB)
                    ScalarRightBlock(function, fromA + start, *fromB, to, length);
                else
                    ZipBlock(function, fromA + start, fromB + start, to, length);
            }
        });
    }

    private static void ScalarRightBlock<TOperator>(TOperator function, float* a, float value, float* y, int count)
        where TOperator : struct, IBinaryOperator
    {
        int lanes = Vector<float>.Count;
        Vector<float> b = new(value);
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(function.Invoke(Vector.Load(a + i), b), y + i);
        if (i < count)
            VectorTail.Store(function.Invoke(VectorTail.Load(a + i, count - i), b), y + i, count - i);
    }

    private static void ScalarLeftBlock<TOperator>(TOperator function, float value, float* b, float* y, int count)
        where TOperator : struct, IBinaryOperator
    {
        int lanes = Vector<float>.Count;
        Vector<float> a = new(value);
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(function.Invoke(a, Vector.Load(b + i)), y + i);
        if (i < count)
            VectorTail.Store(function.Invoke(a, VectorTail.Load(b + i, count - i)), y + i, count - i);
    }
}
