using Xunit;

namespace ScratchGan.Tests.Kernels;

/// <summary>
/// Sums of products in double precision, each with what float32 may differ from it. A float32 sum of K products in any order, fused or not, satisfies
/// |error| ≤ (K + 1) · ε · Σ|a·b| to first order, ε = 2⁻²⁴ (Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1).
/// </summary>
internal sealed class SumOfProducts(long length)
{
    private const double Epsilon = 1.0 / (1 << 24);
    private readonly int[] _terms = new int[length];
    private readonly double[] _magnitudes = new double[length];

    public double[] Values { get; } = new double[length];

    public void Add(long index, float a, float b)
    {
        double product = (double)a * b;
        Values[index] += product;
        _magnitudes[index] += Math.Abs(product);
        _terms[index]++;
    }

    /// <summary>Fails at the first element further from the sum than the bound allows; NaN always fails.</summary>
    /// <param name="rounding">relative error of a product of rounded factors, on top of the sum's</param>
    public void AssertEqual(float[] actual, double rounding = 0)
    {
        Assert.Equal(Values.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double bound = ((_terms[i] + 1) * Epsilon + rounding) * _magnitudes[i];
            Assert.True(Math.Abs(actual[i] - Values[i]) <= bound, $"element {i}: expected {Values[i]:R} within {bound:E1}, found {actual[i]:R}");
        }
    }

    /// <summary>√(mean of the squared errors).</summary>
    public double RootMeanSquareError(float[] actual) => Math.Sqrt(Values.Zip(actual, (expected, found) => (expected - found) * (expected - found)).Average());

    /// <summary>
    /// Fails at the first element whose error is more than a share of the sums' root mean square: for algorithms in which the error of an element depends on its
    /// neighbours. Sums of no terms must be exactly 0.
    /// </summary>
    public void AssertClose(float[] actual, double share)
    {
        Assert.Equal(Values.Length, actual.Length);
        double bound = share * Math.Sqrt(Values.Average(value => value * value));
        for (int i = 0; i < actual.Length; i++)
            Assert.True(
                Math.Abs(actual[i] - Values[i]) <= (_terms[i] == 0 ? 0 : bound), $"element {i}: expected {Values[i]:R} within {bound:E1}, found {actual[i]:R}");
    }
}
