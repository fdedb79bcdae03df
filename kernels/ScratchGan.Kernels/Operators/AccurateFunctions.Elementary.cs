using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScratchGan.Kernels.Operators;

/// <remarks>
/// Exponential, logarithm, sine and cosine in additions, multiplications and bits of the float alone, so that they are the same arithmetic on every device: what
/// CUDA and OpenCL offer under these names differs in accuracy, and CUDA's fast logarithm loses its relative accuracy near 1. Where a product is followed by
/// an addition a device may round once or twice; neither harms, since the products that have to be exact are.
/// </remarks>
public static partial class AccurateFunctions
{
    private const float Log2E = 1.44269502f;

    /// <summary>ln 2 in nine bits, which makes its product with an exponent exact, and the rest of it.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194442e-4f;

    /// <summary>1.5·2²³: a float of this size is an integer, so adding it rounds to the nearest one, which then stands in the lowest bits.</summary>
    private const float Shift = 12582912f;
    private const int ShiftBits = 0x4B400000;

    private const int MantissaBits = 23;
    private const int Bias = 127;
    private const float SmallestNormal = 1.17549435e-38f;
    private const int TwoThirdsBits = 0x3F2AAAAB;

    // (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2; 3.2e-9.
    private const float E0 = 0.49999994f;
    private const float E1 = 0.166665167f;
    private const float E2 = 0.0416681021f;
    private const float E3 = 0.00836916547f;
    private const float E4 = 0.00138380018f;

    // (ln(1 + f) − f + f²/2)/f³ for |f| ≤ 1/3; 5.6e-9.
    private const float L0 = 0.333332151f;
    private const float L1 = -0.249997973f;
    private const float L2 = 0.200104058f;
    private const float L3 = -0.166804865f;
    private const float L4 = 0.140058696f;
    private const float L5 = -0.12184269f;
    private const float L6 = 0.139844298f;
    private const float L7 = -0.128916472f;

    // sin(2πr)/r and (cos(2πr) − 1)/r² in r², |r| ≤ 1/8; 2.8e-8 and 4.4e-10.
    private const float S0 = 6.28318548f;
    private const float S1 = -41.3418655f;
    private const float S2 = 81.6256256f;
    private const float S3 = -76.7749557f;
    private const float C0 = -19.7392082f;
    private const float C1 = 64.9391479f;
    private const float C2 = -85.4245224f;
    private const float C3 = 58.6210594f;

    /// <summary>
    /// eˣ = 2ⁿ·eʳ with n the integer nearest to x/ln 2 and r = x − n ln 2, subtracted in two parts (Cody and Waite 1980): the first product and difference are
    /// exact. 2ⁿ is multiplied in as two factors, since n reaches −150 and 128, beyond the exponents of a float.
    /// </summary>
    public static float Exp(float x)
    {
        // Beyond these bounds the result is 0 or ∞ all the same. NaN fails both comparisons and goes through.
        float bounded = x < -104f ? -104f : x > 89f ? 89f : x;
        float shifted = bounded * Log2E + Shift;
        float n = shifted - Shift;
        int power = BitConverter.SingleToInt32Bits(shifted) - ShiftBits;
        float r = bounded - n * Ln2High - n * Ln2Low;
        float series = (((E4 * r + E3) * r + E2) * r + E1) * r + E0;
        float y = 1f + (r + r * r * series);
        int half = power >> 1;
        return y * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>ln x = n ln 2 + ln(1 + f) with x = 2ⁿ·(1 + f), 2/3 ≤ 1 + f &lt; 4/3: f is exact, and 0 where x is 1. ln 0 = −∞, NaN below.</summary>
    public static float Log(float x)
    {
        if (!(x > 0f))
            return x == 0f ? float.NegativeInfinity : float.NaN;
        if (x > float.MaxValue)
            return x;
        bool isSubnormal = x < SmallestNormal;
        int bits = BitConverter.SingleToInt32Bits(isSubnormal ? x * (1 << MantissaBits) : x);
        int power = bits - TwoThirdsBits >> MantissaBits;
        float f = BitConverter.Int32BitsToSingle(bits - (power << MantissaBits)) - 1f;
        float n = isSubnormal ? power - MantissaBits : power;
        float square = f * f;
        float series = ((((((L7 * f + L6) * f + L5) * f + L4) * f + L3) * f + L2) * f + L1) * f + L0;
        float rest = f * square * series + n * Ln2Low;
        return f + (rest - 0.5f * square) + n * Ln2High;
    }

    /// <summary>ln x of positive normal floats, bit for bit <see cref="Log(float)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LogOfNormal(Vector<float> x)
    {
        Vector<int> bits = Vector.AsVectorInt32(x);
        Vector<int> power = bits - new Vector<int>(TwoThirdsBits) >> MantissaBits;
        Vector<float> f = Vector.AsVectorSingle(bits - (power << MantissaBits)) - Vector<float>.One;
        Vector<float> n = Vector.ConvertToSingle(power);
        Vector<float> square = f * f;
        Vector<float> series = ((L7 * f + new Vector<float>(L6)) * f + new Vector<float>(L5)) * f + new Vector<float>(L4);
        series = (((series * f + new Vector<float>(L3)) * f + new Vector<float>(L2)) * f + new Vector<float>(L1)) * f + new Vector<float>(L0);
        Vector<float> rest = f * square * series + n * Ln2Low;
        return f + (rest - 0.5f * square) + n * Ln2High;
    }

    /// <summary>
    /// cos 2πv and sin 2πv for 0 ≤ v &lt; 1. The nearest quarter of a turn is taken off v without rounding, and turns the rest by swaps and signs.
    /// </summary>
    public static (float Cosine, float Sine) Turn(float v)
    {
        int quarter = (int)(4f * v + 0.5f);
        float r = v - 0.25f * quarter;
        float square = r * r;
        float sine = r * (((S3 * square + S2) * square + S1) * square + S0);
        float cosine = 1f + square * (((C3 * square + C2) * square + C1) * square + C0);
        bool isOdd = (quarter & 1) != 0;
        float x = isOdd ? sine : cosine;
        float y = isOdd ? cosine : sine;
        return ((quarter + 1 & 2) != 0 ? -x : x, (quarter & 2) != 0 ? -y : y);
    }

    /// <summary>Bit for bit <see cref="Turn(float)"/>; where that changes a sign, the sign bit is flipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> Cosine, Vector<float> Sine) Turn(Vector<float> v)
    {
        Vector<int> quarter = Vector.ConvertToInt32Native(4f * v + new Vector<float>(0.5f));
        Vector<float> r = v - 0.25f * Vector.ConvertToSingle(quarter);
        Vector<float> square = r * r;
        Vector<float> sine = r * (((S3 * square + new Vector<float>(S2)) * square + new Vector<float>(S1)) * square + new Vector<float>(S0));
        Vector<float> series = ((C3 * square + new Vector<float>(C2)) * square + new Vector<float>(C1)) * square + new Vector<float>(C0);
        Vector<float> cosine = Vector<float>.One + square * series;
        Vector<int> isOdd = Vector.Equals(quarter & Vector<int>.One, Vector<int>.One);
        Vector<float> x = Vector.ConditionalSelect(isOdd, sine, cosine);
        Vector<float> y = Vector.ConditionalSelect(isOdd, cosine, sine);
        return (x ^ SignFromBitOne(quarter + Vector<int>.One), y ^ SignFromBitOne(quarter));
    }

    /// <summary>Bit 1 of an integer in the place of a float's sign.</summary>
    private static Vector<float> SignFromBitOne(Vector<int> n) => Vector.AsVectorSingle((n & new Vector<int>(2)) << 30);

    /// <summary>2ⁿ for −126 ≤ n ≤ 127.</summary>
    private static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle(n + Bias << MantissaBits);
}
