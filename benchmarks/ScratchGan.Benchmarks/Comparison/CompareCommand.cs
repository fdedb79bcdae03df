using System.CommandLine;

namespace ScratchGan.Benchmarks.Comparison;

/// <summary>
/// The training step beside libtorch's, each run a process of its own, in turns, at one priority: the canonical step; the same with work left out that the peer
/// throws away; and on one thread.
/// </summary>
internal static class CompareCommand
{
    public const int UsualPairs = 5;
    public const int UsualSteps = 8;
    private const int Failed = 1;

    /// <summary>Ratios beside the main one are of this many pairs at most.</summary>
    private const int SidePairs = 3;

    public static Command Command()
    {
        Option<int> pairs = CommonOptions.Count("--pairs", UsualPairs);
        pairs.Description = $"runs of each program; beside the main ratios, {SidePairs} at most";
        Option<int> steps = CommonOptions.Count("--steps", UsualSteps);
        steps.Description = "timed steps of a run";
        var configurations = new Option<string[]>("--configurations")
        {
            DefaultValueFactory = _ => [.. Configuration.All.Select(configuration => configuration.Name)],
            AllowMultipleArgumentsPerToken = true,
            Description = "image size, colours, batch",
        };
        configurations.AcceptOnlyFromAmong([.. Configuration.All.Select(configuration => configuration.Name)]);
        var mainOnly = new Option<bool>("--main-only") { Description = "leaves out the ratios without thrown-away work and on one thread" };
        Option<string?> output = CommonOptions.Output();
        var command = new Command("compare", "the training step beside libtorch's, in turns") { pairs, steps, configurations, mainOnly, output };
        command.SetAction(result =>
        {
            string[] names = result.GetRequiredValue(configurations);
            return Run(
                [.. Configuration.All.Where(configuration => names.Contains(configuration.Name))], result.GetValue(pairs), result.GetValue(steps),
                result.GetValue(mainOnly), new ResultsFile(result.GetValue(output), CommandText.Of(result)));
        });
        return command;
    }

    public static int Run(IReadOnlyList<Configuration> configurations, int pairs, int steps, bool mainOnly, ResultsFile results)
    {
        try
        {
            MeasuredProgram theirs = Peer.Build();
            MeasuredProgram ours = MeasuredProgram.Ours();
            foreach (Contest contest in configurations.SelectMany(configuration => Contests(configuration, pairs, mainOnly)))
                results.Add(ContestResult.Of(contest, ours, theirs, steps).Line());
        }
        catch (IOException error)
        {
            Console.Error.WriteLine(error.Message.ReplaceLineEndings(" "));
            return Failed;
        }
        results.Save();
        results.Print(ComparisonTable.Write);
        return 0;
    }

    private static IEnumerable<Contest> Contests(Configuration configuration, int pairs, bool mainOnly)
    {
        int cores = Environment.ProcessorCount;
        yield return new Contest(configuration, cores, Freeze: false, pairs);
        if (mainOnly)
            yield break;
        int few = Math.Min(pairs, SidePairs);
        yield return new Contest(configuration, cores, Freeze: true, few);
        if (cores > 1)
            yield return new Contest(configuration, 1, Freeze: false, few);
    }
}
