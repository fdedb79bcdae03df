using ScratchGan.Kernels.Cpu;
using Xunit;

namespace ScratchGan.Tests.Kernels.Cpu;

public sealed unsafe class FiniteTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(25_003)]
    public void The_first_value_that_is_not_finite_is_found_wherever_it_lies(int count)
    {
        using FloatBuffer x = FloatBuffer.Random(count, seed: 1);
        x.Span[0] = float.MaxValue;
        Assert.Equal(-1, Find(x));
        foreach (int at in new[] { 0, 3, 8, 16, 18, 8191, 8192, 20_000, count - 1 }.Where(at => at < count))
            foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                (float kept, float last) = (x.Span[at], x.Span[^1]);
                x.Span[^1] = float.NaN;
                x.Span[at] = value;
                Assert.Equal(at, Find(x));
                x.Span[^1] = last;
                x.Span[at] = kept;
            }
    }

    private static int Find(FloatBuffer x) =>
        (int)ThreadedRuns.SameBits(context => [Finite.FirstNonFinite(context, x.Pointer, x.Length)])[0];
}
