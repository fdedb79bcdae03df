using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ScratchGan.Proofs.Detection;

/// <summary>
/// Trains healthy runs and runs that fail at a known step, and asks two things of the detectors: how soon they notice a failure, and how often they cry wolf.
/// A failure counts as caught when the right concern is raised within a tenth of the run; a healthy run with any concern at all is a false alarm.
/// </summary>
internal static class DetectionProof
{
    internal const int UsualSeeds = 20;
    private const double LeastCaught = 0.9;
    private const double MostFalse = 0.05;

    /// <param name="first">the first seed; the others are the numbers after it</param>
    /// <param name="threads">trainings at a time</param>
    /// <param name="path">where results are kept and found; null for nowhere</param>
    /// <returns>the exit code</returns>
    internal static int Run(ulong first, int seeds, int threads, string? path, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        var file = new ResultFile<RunResult>(path, RunResult.Parse);
        IScene[] scenes = [new RingScene(), new DigitScene()];
        (IScene Scene, ulong Seed)[] all = [.. Enumerable.Range(0, seeds).SelectMany(i => scenes.Select(scene => (scene, first + (ulong)i)))];
        Parallel.ForEach(
            Partitioner.Create(all, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = threads }, Measure);
        var table = new DetectionTable([.. all.SelectMany(run => Enum.GetValues<Failure>().Select(failure => Found(run, failure)!))]);
        table.Print(output);
        bool passed = table.Rows.All(row => row.Failure == Failure.None ? row.Alarmed <= MostFalse : row.Caught >= LeastCaught);
        var provenance = Provenance.Of(string.Create(CultureInfo.InvariantCulture, $"detection --seeds {seeds} --first {first} --threads {threads}"));
        output.WriteLine(JsonSerializer.Serialize(new
        {
            name = "detection",
            date = provenance.Date,
            machine = provenance.Machine,
            command = provenance.Command,
            runs = all.Length * Enum.GetValues<Failure>().Length,
            leastCaught = table.Rows.Where(row => row.Failure != Failure.None).Min(row => row.Caught),
            mostFalse = table.Rows.Where(row => row.Failure == Failure.None).Max(row => row.Alarmed),
            passed,
            seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
        }));
        return passed ? 0 : 1;

        RunResult? Found((IScene Scene, ulong Seed) run, Failure failure) => file.Find(result => result.IsOf(run.Scene, failure, run.Seed));

        void Measure((IScene Scene, ulong Seed) run)
        {
            Failure[] missing = [.. Enum.GetValues<Failure>().Where(failure => Found(run, failure) is null)];
            if (missing.Length > 0)
                file.Add(DetectionSeed.Run(run.Scene, run.Seed, missing));
        }
    }
}
