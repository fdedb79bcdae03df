using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = ln x; y′ = 1/x.</summary>
public readonly struct Logarithm : IDifferentiableOperator
{
    public float Invoke(float x) => AccurateFunctions.Log(x);

    public Vector<float> Invoke(Vector<float> x) => Vector.Log(x);

    public float Derivative(float x, float y) => 1f / x;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector<float>.One / x;
}
