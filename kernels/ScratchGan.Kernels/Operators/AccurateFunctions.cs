using System.Numerics;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// tanh, logistic function, softplus and ln(1 + t), accurate to a few units in the last place over the whole range of float.
/// Scalar and vector form are the same arithmetic; they differ only by the exponential and logarithm they call.
/// </summary>
public static class AccurateFunctions
{
    /// <summary>tanh x.</summary>
    public static float Tanh(float x) => MathF.Tanh(x);

    /// <inheritdoc cref="Tanh(float)"/>
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> large = Vector<float>.One - new Vector<float>(2f) / (Vector.Exp(magnitude + magnitude) + Vector<float>.One);
        return Vector.CopySign(large, x);
    }

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static float Sigmoid(float x)
    {
        float e = MathF.Exp(-MathF.Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        Vector<float> e = Vector.Exp(-Vector.Abs(x));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), e, Vector<float>.One) / (Vector<float>.One + e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).</summary>
    public static float Softplus(float x) => MathF.Max(x, 0f) + LogOnePlus(MathF.Exp(-MathF.Abs(x)));

    /// <inheritdoc cref="Softplus(float)"/>
    public static Vector<float> Softplus(Vector<float> x) => Vector.Max(x, Vector<float>.Zero) + LogOnePlus(Vector.Exp(-Vector.Abs(x)));

    /// <summary>ln(1 + t).</summary>
    public static float LogOnePlus(float t) => MathF.Log(1f + t);

    /// <inheritdoc cref="LogOnePlus(float)"/>
    public static Vector<float> LogOnePlus(Vector<float> t) => Vector.Log(Vector<float>.One + t);
}
