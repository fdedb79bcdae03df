using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>x / (1 − rate) where u ≥ rate, 0 elsewhere: dropout of x by uniform numbers u.</summary>
public readonly struct KeepAbove(float rate) : IBinaryOperator
{
    private readonly float _rate = rate;
    private readonly float _scale = 1f / (1f - rate);

    public float Invoke(float x, float u) => u >= _rate ? x * _scale : 0f;

    public Vector<float> Invoke(Vector<float> x, Vector<float> u) =>
        Vector.ConditionalSelect(Vector.GreaterThanOrEqual(u, new Vector<float>(_rate)), x * _scale, Vector<float>.Zero);
}
