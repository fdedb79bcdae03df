using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = min(max(x, −limit), limit).</summary>
public readonly struct Clamp(float limit) : IUnaryOperator
{
    public float Invoke(float x) => x > limit ? limit : x < -limit ? -limit : x;

    public Vector<float> Invoke(Vector<float> x) => Vector.Min(Vector.Max(x, new Vector<float>(-limit)), new Vector<float>(limit));
}
