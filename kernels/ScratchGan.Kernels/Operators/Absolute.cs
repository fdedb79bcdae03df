using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = |x|; y′ = 1 for x &gt; 0, −1 for x &lt; 0, 0 at 0.</summary>
public readonly struct Absolute : IDifferentiableOperator
{
    public float Invoke(float x) => MathF.Abs(x);

    public Vector<float> Invoke(Vector<float> x) => Vector.Abs(x);

    public float Derivative(float x, float y) => x > 0f ? 1f : x < 0f ? -1f : 0f;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => Vector.ConditionalSelect(
        Vector.GreaterThan(x, Vector<float>.Zero),
        Vector<float>.One,
        Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(-1f), Vector<float>.Zero));
}
