using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = x.</summary>
public readonly struct Identity : IUnaryOperator
{
    public float Invoke(float x) => x;

    public Vector<float> Invoke(Vector<float> x) => x;
}
