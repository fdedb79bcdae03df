using System.Numerics;
using ScratchGan.Kernels.Operators;
using Xunit;

namespace ScratchGan.Tests.Kernels.Operators;

public sealed class UpdateRuleTests
{
    private const int Steps = 5;
    private const double Start = 0.37;

    /// <summary>PyTorch's form, moments and bias corrections in double.</summary>
    [Fact]
    public void Adam_follows_five_steps_of_the_paper()
    {
        double p = Start;
        double m = 0;
        double v = 0;
        Check(new Adam(0.5, 1e-8), step => Adam.Schedule(0.01, 0.5, 0.999, step), (g, t) =>
        {
            m = 0.5 * m + 0.5 * g;
            v = 0.999 * v + 0.001 * g * g;
            p -= 0.01 * (m / (1 - Math.Pow(0.5, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            return p;
        });
    }

    [Fact]
    public void RmsProp_follows_five_steps_of_the_lecture()
    {
        double p = Start;
        double v = 0;
        Check(new RmsProp(0.9, 1e-6), _ => new UpdateSchedule(0.01f), (g, _) =>
        {
            v = 0.9 * v + 0.1 * g * g;
            return p -= 0.01 * g / (Math.Sqrt(v) + 1e-6);
        });
    }

    [Fact]
    public void SgdMomentum_follows_five_steps_of_the_heavy_ball()
    {
        double p = Start;
        double b = 0;
        Check(new SgdMomentum(0.9), _ => new UpdateSchedule(0.1f), (g, _) =>
        {
            b = 0.9 * b + g;
            return p -= 0.1 * b;
        });
    }

    [Fact]
    public void Adam_counts_steps_from_one() => Assert.Throws<ArgumentOutOfRangeException>(() => Adam.Schedule(0.1, 0.9, 0.99, step: 0));

    /// <summary>A step moves p by at most about 0.3 here and rounds it, its moments and their quotient about five times each: 5 steps · 5 · 2⁻²⁴ · 1 &lt; 2e-6.</summary>
    private static void Check<TRule>(TRule rule, Func<int, UpdateSchedule> at, Func<double, int, double> exact)
        where TRule : struct, IUpdateRule
    {
        float p = (float)Start;
        float first = 0f;
        float second = 0f;
        Vector<float> lanes = new((float)Start);
        Vector<float> lanesFirst = Vector<float>.Zero;
        Vector<float> lanesSecond = Vector<float>.Zero;
        for (int t = 1; t <= Steps; t++)
        {
            float g = 0.3f * t - 0.8f;
            double expected = exact(g, t);
            rule.Invoke(at(t), ref p, g, ref first, ref second);
            rule.Invoke(at(t), ref lanes, new Vector<float>(g), ref lanesFirst, ref lanesSecond);
            Assert.Equal(expected, p, 2e-6);
            Assert.Equal(expected, lanes[0], 2e-6);
        }
    }
}
