using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class UpdateTests
{
    private static readonly Adam Adam = new(0.5, 1e-8);
    private static readonly SgdMomentum Momentum = new(0.9);
    private static readonly UpdateSchedule MomentumSchedule = new(0.1f);

    [Theory]
    [InlineData(5)]
    [InlineData(8192)]
    [InlineData(20_011)]
    public void Adam_over_an_array_is_the_rule_for_each_element(int count)
    {
        float[] expected = Run(count, (p, g, m, v, step) => Scalar.Update.Run(Adam, AdamAt(step), p, g, m, v, count));
        float[] found = ThreadedRuns.SameBits(context =>
            Run(count, (p, g, m, v, step) => Updated(context, Adam, AdamAt(step), p, g, m, v, count)));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_rule_with_one_moment_leaves_the_second_alone()
    {
        const int Count = 8200;
        float[] expected = Run(Count, (p, g, m, _, _) => Scalar.Update.Run(Momentum, MomentumSchedule, p, g, m, null, Count));
        float[] found = ThreadedRuns.SameBits(context => Run(Count, (p, g, m, _, _) => Updated(context, Momentum, MomentumSchedule, p, g, m, null, Count)));
        Assert.Equal(expected, found);
        float[] withSecond = ThreadedRuns.SameBits(context => Run(Count, (p, g, m, v, _) => Updated(context, Momentum, MomentumSchedule, p, g, m, v, Count)));
        Assert.Equal(expected, withSecond);
    }

    private static UpdateSchedule AdamAt(int step) => ScratchGan.Kernels.Operators.Adam.Schedule(0.01, 0.5, 0.999, step);

    private delegate void Step(float* parameter, float* gradient, float* first, float* second, int step);

    private static void Updated<TRule>(
        CpuContext context, TRule rule, UpdateSchedule schedule, float* parameter, float* gradient, float* first, float* second, int count)
        where TRule : struct, IUpdateRule
    {
        Update.Run(context, rule, (float*)&schedule, parameter, gradient, first, second, count);
    }

    /// <summary>Three steps; parameters, then both moments.</summary>
    private static float[] Run(int count, Step update)
    {
        using FloatBuffer parameter = FloatBuffer.Random(count, seed: 1);
        using FloatBuffer first = FloatBuffer.From(new float[count]);
        using FloatBuffer second = FloatBuffer.From(new float[count]);
        for (int step = 1; step <= 3; step++)
        {
            using FloatBuffer gradient = FloatBuffer.Random(count, seed: step);
            update(parameter.Pointer, gradient.Pointer, first.Pointer, second.Pointer, step);
        }
        return [.. parameter.ToArray(), .. first.ToArray(), .. second.ToArray()];
    }
}
