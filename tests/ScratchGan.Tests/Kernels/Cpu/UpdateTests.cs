using ScratchGan.Kernels.Cpu;
using ScratchGan.Kernels.Operators;
using Xunit;
using Scalar = ScratchGan.Kernels.Cpu.Scalar;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class UpdateTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(8192)]
    [InlineData(20_011)]
    public void Adam_over_an_array_is_the_rule_for_each_element(int count)
    {
        float[] expected = Run(count, (p, g, m, v, step) => Scalar.Update.Run(new Adam(0.01, 0.5, 0.999, 1e-8, step), p, g, m, v, count));
        float[] found = ThreadedRuns.SameBits(context =>
            Run(count, (p, g, m, v, step) => Update.Run(context, new Adam(0.01, 0.5, 0.999, 1e-8, step), p, g, m, v, count)));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void A_rule_with_one_moment_leaves_the_second_alone()
    {
        const int Count = 8200;
        float[] expected = Run(Count, (p, g, m, _, _) => Scalar.Update.Run(new SgdMomentum(0.1, 0.9), p, g, m, null, Count));
        float[] found = ThreadedRuns.SameBits(context => Run(Count, (p, g, m, _, _) => Update.Run(context, new SgdMomentum(0.1, 0.9), p, g, m, null, Count)));
        Assert.Equal(expected, found);
        float[] withSecond = ThreadedRuns.SameBits(context => Run(Count, (p, g, m, v, _) => Update.Run(context, new SgdMomentum(0.1, 0.9), p, g, m, v, Count)));
        Assert.Equal(expected, withSecond);
    }

    private delegate void Step(float* parameter, float* gradient, float* first, float* second, int step);

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
