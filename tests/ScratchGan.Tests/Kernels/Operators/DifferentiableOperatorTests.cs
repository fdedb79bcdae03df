using System.Numerics;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Operators;

public sealed class DifferentiableOperatorTests
{
    private static readonly float[] Anywhere = [-7.3f, -2.5f, -1.01f, -0.37f, -0.002f, 0.003f, 0.41f, 0.99f, 1.7f, 3.9f, 8.2f];
    private static readonly float[] Positive = [0.02f, 0.37f, 0.99f, 1.6f, 4.2f, 17f];

    [Fact]
    public void Identity_follows_its_formula() => Check(default(Identity), x => x, Anywhere);

    [Fact]
    public void Negate_follows_its_formula() => Check(default(Negate), x => -x, Anywhere);

    [Fact]
    public void Scale_follows_its_formula() => Check(new Scale(-1.7f), x => -1.7f * x, Anywhere);

    [Fact]
    public void AddConstant_follows_its_formula() => Check(new AddConstant(0.3f), x => x + 0.3f, Anywhere);

    [Fact]
    public void Reciprocal_follows_its_formula() => Check(default(Reciprocal), x => 1 / x, Positive);

    [Fact]
    public void Square_follows_its_formula() => Check(default(Square), x => x * x, Anywhere);

    [Fact]
    public void SquareRoot_follows_its_formula() => Check(default(SquareRoot), Math.Sqrt, Positive);

    [Fact]
    public void Exponential_follows_its_formula() => Check(default(Exponential), Math.Exp, Anywhere);

    [Fact]
    public void Logarithm_follows_its_formula() => Check(default(Logarithm), Math.Log, Positive);

    [Fact]
    public void Absolute_follows_its_formula() => Check(default(Absolute), Math.Abs, Anywhere);

    [Fact]
    public void Relu_follows_its_formula() => Check(default(Relu), x => Math.Max(x, 0), Anywhere);

    [Fact]
    public void LeakyRelu_follows_its_formula() => Check(new LeakyRelu(0.2f), x => x > 0 ? x : 0.2f * x, Anywhere);

    [Fact]
    public void Tanh_follows_its_formula() => Check(default(Tanh), Math.Tanh, Anywhere);

    [Fact]
    public void Sigmoid_follows_its_formula() => Check(default(Sigmoid), x => 1 / (1 + Math.Exp(-x)), Anywhere);

    [Fact]
    public void Softplus_follows_its_formula() => Check(default(Softplus), x => Math.Log(1 + Math.Exp(x)), Anywhere);

    [Fact]
    public void Chain_runs_its_first_operator_first() =>
        Check(
            new Chain<Chain<AddConstant, LeakyRelu>, Tanh>(new Chain<AddConstant, LeakyRelu>(new AddConstant(0.05f), new LeakyRelu(0.2f)), default),
            x => Math.Tanh(x + 0.05f > 0 ? x + 0.05f : 0.2f * (x + 0.05f)), Anywhere);

    [Fact]
    public void Derivatives_at_kinks_are_those_of_the_summaries()
    {
        Assert.Equal(0f, default(Relu).Derivative(0f, 0f));
        Assert.Equal(0.2f, new LeakyRelu(0.2f).Derivative(0f, 0f));
        Assert.Equal(0f, default(Absolute).Derivative(0f, 0f));
        Vector<float> zero = Vector<float>.Zero;
        Assert.Equal(0f, default(Relu).Derivative(zero, zero)[0]);
        Assert.Equal(0.2f, new LeakyRelu(0.2f).Derivative(zero, zero)[0]);
        Assert.Equal(0f, default(Absolute).Derivative(zero, zero)[0]);
    }

    [Fact]
    public void Rectifiers_let_not_a_number_through()
    {
        Assert.True(float.IsNaN(default(Relu).Invoke(float.NaN)));
        Assert.True(float.IsNaN(default(Relu).Invoke(new Vector<float>(float.NaN))[0]));
        Assert.True(float.IsNaN(new LeakyRelu(0.2f).Invoke(float.NaN)));
        Assert.True(float.IsNaN(new LeakyRelu(0.2f).Invoke(new Vector<float>(float.NaN))[0]));
    }

    /// <summary>
    /// Values: 4 units in the last place of the largest number met. Derivatives: central differences of the double formula with h = 1e-5 are off by h²f‴/6 ≈ 1e-10
    /// and 1e-16/h = 1e-11; a float derivative written in y = f(x) inherits the rounding of y, 1e-7 times what multiplies it, so 1e-6 covers these operators.
    /// </summary>
    private static void Check<TOperator>(TOperator function, Func<double, double> exact, float[] points)
        where TOperator : struct, IDifferentiableOperator
    {
        const double Step = 1e-5;
        foreach (float x in points)
        {
            Vector<float> lanes = new(x);
            double y = exact(x);
            double tolerance = 4.8e-7 * Math.Max(Math.Abs(y), Math.Min(1, Math.Abs(x)));
            Near(y, function.Invoke(x), tolerance, $"f({x})");
            Near(y, function.Invoke(lanes)[0], tolerance, $"f(vector {x})");

            double slope = (exact(x + Step) - exact(x - Step)) / (2 * Step);
            double slopeTolerance = 1e-6 * Math.Max(1, Math.Abs(slope));
            Near(slope, function.Derivative(x, function.Invoke(x)), slopeTolerance, $"f'({x})");
            Near(slope, function.Derivative(lanes, function.Invoke(lanes))[0], slopeTolerance, $"f'(vector {x})");

            var gradient = new GradientOf<TOperator>(function);
            Near(-1.5 * slope, gradient.Invoke(x, function.Invoke(x), -1.5f), 1.5 * slopeTolerance, $"u f'({x})");
            Near(-1.5 * slope, gradient.Invoke(lanes, function.Invoke(lanes), new Vector<float>(-1.5f))[0], 1.5 * slopeTolerance, $"u f'(vector {x})");
        }
    }

    private static void Near(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{what}: expected {expected:R}, found {actual:R}");
}
