namespace ScratchGan.Benchmarks.Comparison;

/// <summary>Both programs measured in turns.</summary>
internal sealed record ContestResult(Contest Contest, IReadOnlyList<StepRun> Ours, IReadOnlyList<StepRun> Theirs)
{
    /// <summary>Our time over the peer's of each pair; below 1, ScratchGan is faster.</summary>
    public IReadOnlyList<double> Ratios => [.. Ours.Zip(Theirs, (ours, theirs) => ours.Milliseconds / theirs.Milliseconds)];

    /// <summary>A B A B …, so that a change of the machine's mood meets both.</summary>
    public static ContestResult Of(Contest contest, MeasuredProgram ours, MeasuredProgram theirs, int steps)
    {
        string[] options = contest.Configuration.Options(contest.Threads, steps);
        string[] freeze = ["--freeze-d", contest.Freeze ? "1" : "0"];
        List<StepRun> a = [];
        List<StepRun> b = [];
        for (int pair = 0; pair < contest.Pairs; pair++)
        {
            a.Add(ours.Run(options));
            b.Add(theirs.Run([.. options, .. freeze]));
        }
        return new ContestResult(contest, a, b);
    }

    public object Line() => new
    {
        name = "comparison",
        configuration = Contest.Configuration.Name,
        imageSize = Contest.Configuration.ImageSize,
        channels = Contest.Configuration.Channels,
        features = Contest.Configuration.Features,
        batch = Contest.Configuration.Batch,
        threads = Contest.Threads,
        freezeD = Contest.Freeze,
        peer = $"TorchSharp {Theirs[0].Version}",
        pairs = Contest.Pairs,
        ratio = Math.Round(Median(Ratios), 3),
        lowestRatio = Math.Round(Ratios.Min(), 3),
        highestRatio = Math.Round(Ratios.Max(), 3),
        milliseconds = Math.Round(Median(Ours, run => run.Milliseconds), 1),
        peerMilliseconds = Math.Round(Median(Theirs, run => run.Milliseconds), 1),
        residentMiB = Median(Ours, run => run.ResidentMiB),
        peerResidentMiB = Median(Theirs, run => run.ResidentMiB),
        startToFirstStepMilliseconds = Median(Ours, run => run.StartToFirstStep),
        peerStartToFirstStepMilliseconds = Median(Theirs, run => run.StartToFirstStep),
        managedBytesPerStep = Median(Ours, run => run.ManagedBytes ?? double.NaN),
    };

    private static double Median(IReadOnlyList<StepRun> runs, Func<StepRun, double> number) => Median([.. runs.Select(number)]);

    private static double Median(IReadOnlyList<double> numbers) => Time.Of([.. numbers]).Milliseconds;
}
