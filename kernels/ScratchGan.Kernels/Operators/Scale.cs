using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = factor·x; y′ = factor.</summary>
public readonly struct Scale(float factor) : IDifferentiableOperator
{
    public float Invoke(float x) => factor * x;

    public Vector<float> Invoke(Vector<float> x) => factor * x;

    public float Derivative(float x, float y) => factor;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => new(factor);
}
