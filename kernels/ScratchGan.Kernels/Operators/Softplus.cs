using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = ln(1 + eˣ); y′ = 1/(1 + e⁻ˣ), taken from x since y has lost it where it is small or large.</summary>
public readonly struct Softplus : IDifferentiableOperator
{
    public float Invoke(float x) => AccurateFunctions.Softplus(x);

    public Vector<float> Invoke(Vector<float> x) => AccurateFunctions.Softplus(x);

    public float Derivative(float x, float y) => AccurateFunctions.Sigmoid(x);

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => AccurateFunctions.Sigmoid(x);
}
