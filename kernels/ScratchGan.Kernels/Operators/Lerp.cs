using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>z = x + weight·(y − x): one step of a moving average x towards y; decay = 1 − weight.</summary>
public readonly struct Lerp(float weight) : IBinaryOperator
{
    public float Invoke(float x, float y) => x + weight * (y - x);

    public Vector<float> Invoke(Vector<float> x, Vector<float> y) => x + weight * (y - x);
}
