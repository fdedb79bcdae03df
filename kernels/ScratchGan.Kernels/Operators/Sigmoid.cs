using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = 1/(1 + e⁻ˣ); y′ = y(1 − y).</summary>
public readonly struct Sigmoid : IOutputSlope
{
    public bool KnowsSlope => true;

    public float Invoke(float x) => AccurateFunctions.Sigmoid(x);

    public Vector<float> Invoke(Vector<float> x) => AccurateFunctions.Sigmoid(x);

    public float Derivative(float x, float y) => y * (1f - y);

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - y);
}
