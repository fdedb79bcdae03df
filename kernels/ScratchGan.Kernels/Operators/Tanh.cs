using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = tanh x; y′ = 1 − y², written (1 − y)(1 + y) since 1 − y is exact where y is near 1.</summary>
public readonly struct Tanh : IOutputSlope
{
    public bool KnowsSlope => true;

    public float Invoke(float x) => AccurateFunctions.Tanh(x);

    public Vector<float> Invoke(Vector<float> x) => AccurateFunctions.Tanh(x);

    public float Derivative(float x, float y) => (1f - y) * (1f + y);

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => (Vector<float>.One - y) * (Vector<float>.One + y);
}
