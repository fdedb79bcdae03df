using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = eˣ; y′ = y.</summary>
public readonly struct Exponential : IDifferentiableOperator
{
    public float Invoke(float x) => AccurateFunctions.Exp(x);

    public Vector<float> Invoke(Vector<float> x) => Vector.Exp(x);

    public float Derivative(float x, float y) => y;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => y;
}
