using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = x + value; y′ = 1.</summary>
public readonly struct AddConstant(float value) : IDifferentiableOperator
{
    public float Invoke(float x) => x + value;

    public Vector<float> Invoke(Vector<float> x) => x + new Vector<float>(value);

    public float Derivative(float x, float y) => 1f;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One;
}
