using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>y = 1/x; y′ = −1/x² = −y².</summary>
public readonly struct Reciprocal : IDifferentiableOperator
{
    public float Invoke(float x) => 1f / x;

    public Vector<float> Invoke(Vector<float> x) => Vector<float>.One / x;

    public float Derivative(float x, float y) => -(y * y);

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => -(y * y);
}

/// <summary>y = x²; y′ = 2x.</summary>
public readonly struct Square : IDifferentiableOperator
{
    public float Invoke(float x) => x * x;

    public Vector<float> Invoke(Vector<float> x) => x * x;

    public float Derivative(float x, float y) => x + x;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => x + x;
}

/// <summary>y = √x; y′ = 1/(2√x) = ½/y, infinite at 0.</summary>
public readonly struct SquareRoot : IDifferentiableOperator
{
    public float Invoke(float x) => MathF.Sqrt(x);

    public Vector<float> Invoke(Vector<float> x) => Vector.SquareRoot(x);

    public float Derivative(float x, float y) => 0.5f / y;

    public Vector<float> Derivative(Vector<float> x, Vector<float> y) => new Vector<float>(0.5f) / y;
}
