using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

public sealed class CosineBurnInTests
{
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(25, 0.1 + 0.9 * 0.85355339)]
    [InlineData(50, 0.55)]
    [InlineData(100, 0.1)]
    [InlineData(1000, 0.1)]
    public void A_number_falls_on_half_a_cosine_and_stays(long step, double expected)
    {
        var schedule = new CosineBurnIn(1, 0.1, 100);
        Assert.Equal(expected, schedule.At(step), 1e-8);
        Assert.Equal(step >= 100, schedule.HasEnded(step));
    }

    [Fact]
    public void A_constant_never_moves()
    {
        Assert.Equal(0.3, CosineBurnIn.Constant(0.3).At(0));
        Assert.True(CosineBurnIn.Constant(0.3).HasEnded(0));
        Assert.Equal(0.3, new CosineBurnIn(0.3, 0.3, 50).At(20));
        Assert.True(new CosineBurnIn(0.3, 0.3, 50).HasEnded(20));
    }
}
