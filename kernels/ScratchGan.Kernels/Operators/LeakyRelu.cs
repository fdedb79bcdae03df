using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = x for x &gt; 0, slope·x otherwise; y′ = 1 for x &gt; 0, slope otherwise.</summary>
public readonly struct LeakyRelu(float slope) : IOutputSlope
{
    /// <summary>Whether y has the sign of x.</summary>
    public bool KnowsSlope => slope >= 0f;

    public float Invoke(float x) => x > 0f ? x : slope * x;

    public Vector<float> Invoke(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, slope * x);

    public float Derivative(float x, float y) => x > 0f ? 1f : slope;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, new Vector<float>(slope));
}
