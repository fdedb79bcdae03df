using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = x, y′ = 1.</summary>
public readonly struct Identity : IDifferentiableOperator
{
    public float Invoke(float x) => x;

    public Vector<float> Invoke(Vector<float> x) => x;

    public float Derivative(float x, float y) => 1f;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One;
}
