using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>x ∘ y = x + y.</summary>
public readonly struct Sum : IReduction
{
    public float Identity => 0f;

    public float Combine(float x, float y) => x + y;

    public Vector<float> Combine(Vector<float> x, Vector<float> y) => x + y;
}

/// <summary>x ∘ y = the larger; NaN when either is NaN.</summary>
public readonly struct Maximum : IReduction
{
    public float Identity => float.NegativeInfinity;

    /// <remarks>NaN is asked for: the maximum of PTX and of OpenCL C is the number when one of two is NaN.</remarks>
    public float Combine(float x, float y) => float.IsNaN(x) ? x : float.IsNaN(y) ? y : MathF.Max(x, y);

    public Vector<float> Combine(Vector<float> x, Vector<float> y) => Vector.Max(x, y);
}
