using System.Numerics;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu;

/// <summary>
/// One operator over whole arrays: one pass over memory, vectors of Vector&lt;float&gt;.Count lanes, the tail padded to a vector.
/// The result may be written over an operand.
/// </summary>
public static unsafe partial class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TOperator>(CpuContext context, TOperator function, float* x, float* y, int count)
        where TOperator : struct, IUnaryOperator =>
        Chunks.For(context, count, (start, length) => MapBlock(function, x + start, y + start, length));

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Zip<TOperator>(CpuContext context, TOperator function, float* a, float* b, float* y, int count)
        where TOperator : struct, IBinaryOperator =>
        Chunks.For(context, count, (start, length) => ZipBlock(function, a + start, b + start, y + start, length));

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    public static void Zip3<TOperator>(CpuContext context, TOperator function, float* a, float* b, float* c, float* y, int count)
        where TOperator : struct, ITernaryOperator =>
        Chunks.For(context, count, (start, length) => Zip3Block(function, a + start, b + start, c + start, y + start, length));

    /// <summary>y[i] = value.</summary>
    public static void Fill(CpuContext context, float value, float* y, int count) =>
        Chunks.For(context, count, (start, length) => new Span<float>(y + start, length).Fill(value));

    private static void MapBlock<TOperator>(TOperator function, float* x, float* y, int count)
        where TOperator : struct, IUnaryOperator
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(function.Invoke(Vector.Load(x + i)), y + i);
        if (i < count)
            VectorTail.Store(function.Invoke(VectorTail.Load(x + i, count - i)), y + i, count - i);
    }

    private static void ZipBlock<TOperator>(TOperator function, float* a, float* b, float* y, int count)
        where TOperator : struct, IBinaryOperator
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(function.Invoke(Vector.Load(a + i), Vector.Load(b + i)), y + i);
        if (i < count)
            VectorTail.Store(function.Invoke(VectorTail.Load(a + i, count - i), VectorTail.Load(b + i, count - i)), y + i, count - i);
    }

    private static void Zip3Block<TOperator>(TOperator function, float* a, float* b, float* c, float* y, int count)
        where TOperator : struct, ITernaryOperator
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        for (; i <= count - lanes; i += lanes)
            Vector.Store(function.Invoke(Vector.Load(a + i), Vector.Load(b + i), Vector.Load(c + i)), y + i);
        if (i < count)
        {
            int rest = count - i;
            VectorTail.Store(function.Invoke(VectorTail.Load(a + i, rest), VectorTail.Load(b + i, rest), VectorTail.Load(c + i, rest)), y + i, rest);
        }
    }
}
