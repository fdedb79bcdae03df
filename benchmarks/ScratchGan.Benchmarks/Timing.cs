using System.Diagnostics;

namespace ScratchGan.Benchmarks;

/// <summary>Times of one run in milliseconds: the median of several rounds, and how far the rounds lie apart, as a share of the median.</summary>
internal readonly record struct Time(double Milliseconds, double Spread)
{
    public static Time Of(double[] rounds)
    {
        double[] sorted = [.. rounds.Order()];
        int n = sorted.Length;
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return new Time(median, (sorted[^1] - sorted[0]) / median);
    }
}

/// <summary>
/// How everything is timed. A device works through a queue, so a round queues many runs and waits once at its end; the rounds of things that are compared
/// take turns (A B A B …), so that a change of the machine's clocks meets them all; what counts is the median of the rounds.
/// </summary>
internal static class Timing
{
    private const int Rounds = 7;
    private const int MostRuns = 500;

    /// <summary>A round lasts about this long: far longer than a wait.</summary>
    private const double RoundMilliseconds = 20;

    /// <summary>Milliseconds of one run: rounds of a fixed number of runs each, after as many runs to warm up as the caller saw fit to make.</summary>
    public static Time OfRounds(int rounds, int runs, Action run, Action wait)
    {
        wait();
        double[] milliseconds = new double[rounds];
        for (int round = 0; round < rounds; round++)
            milliseconds[round] = Round(runs, run, wait);
        return Time.Of(milliseconds);
    }

    /// <summary>The times of several things in turns, each run before: compiled, its memory taken, the device's clocks up.</summary>
    public static Time[] InTurns(IReadOnlyList<Action> things, Action wait)
    {
        int[] runs = new int[things.Count];
        double[][] milliseconds = new double[things.Count][];
        for (int i = 0; i < things.Count; i++)
        {
            Round(1, things[i], wait);
            double once = Round(1, things[i], wait);
            runs[i] = (int)Math.Clamp(RoundMilliseconds / once, 1, MostRuns);
            milliseconds[i] = new double[Rounds];
        }
        // The round before the first is not counted.
        for (int round = -1; round < Rounds; round++)
            for (int i = 0; i < things.Count; i++)
            {
                double time = Round(runs[i], things[i], wait);
                if (round >= 0)
                    milliseconds[i][round] = time;
            }
        return [.. milliseconds.Select(Time.Of)];
    }

    private static double Round(int runs, Action run, Action wait)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
            run();
        wait();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / runs;
    }
}
