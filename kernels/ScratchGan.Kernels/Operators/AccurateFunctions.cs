using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <summary>
/// tanh, logistic function, softplus and ln(1 + t), within 4·2⁻²³ of the true value, relative to it, wherever that is a normal float (AccurateFunctionsTests).
/// Scalar and vector form are the same arithmetic and differ only by the exponential and logarithm they call: .NET's in the vector form, those of
/// AccurateFunctions.Elementary.cs in the scalar one, which GPUs run. NaN in, NaN out.
/// The polynomials are minimax fits of the relative error (Remez exchange), with coefficients rounded to float.
/// </summary>
public static partial class AccurateFunctions
{
    /// <summary>Below this tanh is x + x·z·T(z), z = x²; above it 1 − 2/(e²ˣ + 1) no longer cancels.</summary>
    private const float TanhSwitch = 0.625f;

    // (tanh(x)/x − 1)/z for |x| ≤ 0.625; 4.4e-9.
    private const float T0 = -0.333332807f;
    private const float T1 = 0.133314416f;
    private const float T2 = -0.0537397154f;
    private const float T3 = 0.020639088f;
    private const float T4 = -0.00570498686f;

    // (artanh(s)/s − 1)/s² for |s| ≤ 1/3; 4.5e-9.
    private const float A0 = 0.333332092f;
    private const float A1 = 0.200107634f;
    private const float A2 = 0.140009031f;
    private const float A3 = 0.140059933f;

    /// <summary>tanh x.</summary>
    public static float Tanh(float x)
    {
        float magnitude = MathF.Abs(x);
        if (magnitude < TanhSwitch)
        {
            float z = x * x;
            return x + x * z * ((((T4 * z + T3) * z + T2) * z + T1) * z + T0);
        }
        float large = 1f - 2f / (Exp(magnitude + magnitude) + 1f);
        return x < 0f ? -large : large;
    }

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> z = x * x;
        Vector<float> series = (((T4 * z + new Vector<float>(T3)) * z + new Vector<float>(T2)) * z + new Vector<float>(T1)) * z + new Vector<float>(T0);
        Vector<float> small = x + x * z * series;
        Vector<float> large = Vector<float>.One - new Vector<float>(2f) / (Vector.Exp(magnitude + magnitude) + Vector<float>.One);
        large = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -large, large);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(TanhSwitch)), small, large);
    }

    /// <summary>1/(1 + e⁻ˣ), written for x &lt; 0 as eˣ/(1 + eˣ), which does not overflow.</summary>
    public static float Sigmoid(float x)
    {
        float e = Exp(-MathF.Abs(x));
        return (x < 0f ? e : 1f) / (1f + e);
    }

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x)
    {
        Vector<float> e = Vector.Exp(-Vector.Abs(x));
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), e, Vector<float>.One) / (Vector<float>.One + e);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), since ln(1 + eˣ) = x + ln(e⁻ˣ + 1).</summary>
    public static float Softplus(float x) => MathF.Max(x, 0f) + LogOnePlusSmall(Exp(-MathF.Abs(x)));

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softplus(Vector<float> x) => Vector.Max(x, Vector<float>.Zero) + LogOnePlusSmall(Vector.Exp(-Vector.Abs(x)));

    /// <summary>ln(1 + t).</summary>
    public static float LogOnePlus(float t) => t >= -0.5f && t <= 1f ? LogOnePlusSmall(t) : Log(1f + t);

    /// <inheritdoc cref="LogOnePlus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LogOnePlus(Vector<float> t)
    {
        Vector<int> isSmall = Vector.GreaterThanOrEqual(t, new Vector<float>(-0.5f)) & Vector.LessThanOrEqual(t, Vector<float>.One);
        return Vector.ConditionalSelect(isSmall, LogOnePlusSmall(t), Vector.Log(Vector<float>.One + t));
    }

    /// <summary>
    /// ln(1 + t) for −½ ≤ t ≤ 1, as 2·artanh(s), s = t/(2 + t), |s| ≤ 1/3: no logarithm of a rounded 1 + t, which has lost t where it is small.
    /// </summary>
    private static float LogOnePlusSmall(float t)
    {
        float s = t / (2f + t);
        float z = s * s;
        float series = ((A3 * z + A2) * z + A1) * z + A0;
        return 2f * (s + s * z * series);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogOnePlusSmall(Vector<float> t)
    {
        Vector<float> s = t / (new Vector<float>(2f) + t);
        Vector<float> z = s * s;
        Vector<float> series = ((A3 * z + new Vector<float>(A2)) * z + new Vector<float>(A1)) * z + new Vector<float>(A0);
        return 2f * (s + s * z * series);
    }
}
