using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = 0 for x &lt; 0, x otherwise; y′ = 1 for x &gt; 0, 0 otherwise.</summary>
/// <remarks>Asked as «x &lt; 0», so that NaN stays NaN and an accident is seen where it happened.</remarks>
public readonly struct Relu : IOutputSlope
{
    public bool KnowsSlope => true;

    public float Invoke(float x) => x < 0f ? 0f : x;

    public Vector<float> Invoke(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x);

    public float Derivative(float x, float y) => x > 0f ? 1f : 0f;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
}
