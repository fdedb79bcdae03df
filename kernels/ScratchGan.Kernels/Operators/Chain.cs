using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// y = g(f(x)), f first; y′ = g′(f(x), y)·f′(x, f(x)). Several operators in one pass over memory: a chain is an operator again.
/// The value in between is not stored but computed again for the derivative, which costs arithmetic instead of a pass over memory.
/// </summary>
public readonly struct Chain<TFirst, TSecond>(TFirst first, TSecond second) : IDifferentiableOperator
    where TFirst : struct, IDifferentiableOperator
    where TSecond : struct, IDifferentiableOperator
{
    public float Invoke(float x) => second.Invoke(first.Invoke(x));

    public Vector<float> Invoke(Vector<float> x) => second.Invoke(first.Invoke(x));

    public float Derivative(float x, float y)
    {
        float inner = first.Invoke(x);
        return second.Derivative(inner, y) * first.Derivative(x, inner);
    }

    public Vector<float> Derivative(Vector<float> x, Vector<float> y)
    {
        Vector<float> inner = first.Invoke(x);
        return second.Derivative(inner, y) * first.Derivative(x, inner);
    }
}
