using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using Xunit;

namespace ScratchGan.Tests.Gan.Training;

/// <summary>The same seed gives the same bits: of parameters, running statistics, moments and moving average, whatever else happens in the process.</summary>
public sealed class DeterminismTests
{
    private const int Steps = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_does_not_depend_on_the_number_of_threads(bool penalized)
    {
        int[] expected = Trained(Run(seed: 1, penalized, threads: 1));
        foreach (int threads in (int[])[1, 2, 3])
            Assert.Equal(expected, Trained(Run(seed: 1, penalized, threads)));
        Assert.NotEqual(expected, Trained(Run(seed: 2, penalized, threads: 1)));
    }

    [Fact]
    public void Two_trainers_taking_turns_give_the_bits_each_gives_alone()
    {
        (int[] first, int[] second) = (Trained(Run(seed: 1, penalized: false, threads: 2)), Trained(Run(seed: 2, penalized: true, threads: 1)));
        using TrainingRun one = Run(seed: 1, penalized: false, threads: 2);
        using TrainingRun other = Run(seed: 2, penalized: true, threads: 1);
        for (int step = 0; step < Steps; step++)
        {
            one.Step();
            other.Step(measure: true);
        }
        Assert.Equal(first, one.Bits());
        Assert.Equal(second, other.Bits());
    }

    [Fact]
    public async Task Two_trainers_on_two_threads_give_the_bits_each_gives_alone()
    {
        (int[] first, int[] second) = (Trained(Run(seed: 1, penalized: false, threads: 2)), Trained(Run(seed: 2, penalized: true, threads: 2)));
        Task<int[]> one = Task.Run(() => Trained(Run(seed: 1, penalized: false, threads: 2)));
        Task<int[]> other = Task.Run(() => Trained(Run(seed: 2, penalized: true, threads: 2)));
        Assert.Equal(first, await one);
        Assert.Equal(second, await other);
    }

    private static TrainingRun Run(ulong seed, bool penalized, int threads) => penalized
        ? new TrainingRun(seed, threads, new RelativisticPairing(), new SumOfPenalties(new R1(1f), new R2(1f), new WganGp(1f)), batch: 5, features: 17)
        : new TrainingRun(seed, threads, batch: 5, features: 17);

    private static int[] Trained(TrainingRun run)
    {
        using (run)
        {
            for (int step = 0; step < Steps; step++)
                run.Step();
            return run.Bits();
        }
    }
}
