using ScratchGan.Kernels.Geometry;
using ScratchGan.Kernels.Operators;

namespace ScratchGan.Kernels.Cpu.Scalar;

/// <summary>First rung: an operator in a plain loop.</summary>
public static unsafe class Elementwise
{
    /// <summary>y[i] = f(x[i]).</summary>
    public static void Map<TOperator>(TOperator function, float* x, float* y, int count)
        where TOperator : struct, IUnaryOperator
    {
        for (int i = 0; i < count; i++)
            y[i] = function.Invoke(x[i]);
    }

    /// <summary>y[i] = f(a[i], b[i]).</summary>
    public static void Zip<TOperator>(TOperator function, float* a, float* b, float* y, int count)
        where TOperator : struct, IBinaryOperator
    {
        for (int i = 0; i < count; i++)
            y[i] = function.Invoke(a[i], b[i]);
    }

    /// <summary>y[i] = f(a[i], b[i], c[i]).</summary>
    public static void Zip3<TOperator>(TOperator function, float* a, float* b, float* c, float* y, int count)
        where TOperator : struct, ITernaryOperator
    {
        for (int i = 0; i < count; i++)
            y[i] = function.Invoke(a[i], b[i], c[i]);
    }

    /// <summary>y[i] = f(a[Σ i·StridesA], b[Σ i·StridesB]).</summary>
    public static void ZipBroadcast<TOperator>(TOperator function, BroadcastGeometry geometry, float* a, float* b, float* y)
        where TOperator : struct, IBinaryOperator
    {
        for (int i = 0; i < geometry.Count; i++)
        {
            nint atA = StridedDimensions.Place(i, geometry.Dimensions, geometry.StridesA);
            nint atB = StridedDimensions.Place(i, geometry.Dimensions, geometry.StridesB);
            y[i] = function.Invoke(a[atA], b[atB]);
        }
    }

    /// <summary>y[i] = value.</summary>
    public static void Fill(float value, float* y, int count)
    {
        for (int i = 0; i < count; i++)
            y[i] = value;
    }
}
