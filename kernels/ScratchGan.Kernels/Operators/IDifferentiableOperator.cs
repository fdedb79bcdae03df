using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = f(x) that knows its derivative f′, written in whichever of x and y = f(x) is cheaper.</summary>
public interface IDifferentiableOperator : IUnaryOperator
{
    /// <summary>f′(x), where y = f(x).</summary>
    float Derivative(float x, float y);

    /// <inheritdoc cref="Derivative(float, float)"/>
    Vector<float> Derivative(Vector<float> x, Vector<float> y);
}

/// <summary>y = f(x) whose derivatives can be told from y alone, so that y may take the memory of x: Derivative(y, y) = Derivative(x, y).</summary>
public interface IOutputSlope : IDifferentiableOperator
{
    /// <summary>Whether that holds for these parameters of f.</summary>
    bool KnowsSlope { get; }
}

/// <summary>The backward pass of f as an operator of its own: (x, y, u) → u · f′(x), where y = f(x).</summary>
public readonly struct GradientOf<TOperator>(TOperator function) : ITernaryOperator
    where TOperator : struct, IDifferentiableOperator
{
    public float Invoke(float x, float y, float u) => u * function.Derivative(x, y);

    public Vector<float> Invoke(Vector<float> x, Vector<float> y, Vector<float> u) => u * function.Derivative(x, y);
}
