using System.Diagnostics;
using System.Text.Json;

namespace ScratchGan.Proofs.Detection;

/// <summary>
/// Trains healthy runs and runs that fail at a known step, and asks two things of the detectors: how soon they notice a failure, and how often they cry wolf.
/// A failure counts as caught when the right concern is raised within a tenth of the run; a healthy run with any concern at all is a false alarm.
/// </summary>
internal static class DetectionProof
{
    private const double LeastCaught = 0.9;
    private const double MostFalse = 0.05;

    /// <param name="first">the first seed; the others are the numbers after it</param>
    /// <param name="threads">trainings at a time</param>
    /// <param name="path">where results are kept and found; null for nowhere</param>
    /// <returns>the exit code</returns>
    internal static int Run(ulong first, int seeds, int threads, string? path, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        var file = new ResultFile(path);
        (IScene Scene, Failure Failure, ulong Seed)[] runs =
        [
            .. from seed in Enumerable.Range(0, seeds)
               from scene in (IScene[])[new RingScene(), new DigitScene()]
               from failure in Enum.GetValues<Failure>()
               select (scene, failure, first + (ulong)seed),
        ];
        Parallel.ForEach(
            Partitioner(runs.Where(run => file.Find(run.Scene, run.Failure, run.Seed) is null)), new ParallelOptions { MaxDegreeOfParallelism = threads },
            run => file.Add(DetectionRun.Of(run.Scene, run.Failure, run.Seed)));
        DetectionTable table = new([.. runs.Select(run => file.Find(run.Scene, run.Failure, run.Seed)!)]);
        table.Print(output);
        bool passed = table.Rows.All(row => row.Failure == Failure.None ? row.Alarmed <= MostFalse : row.Caught >= LeastCaught);
        output.WriteLine(JsonSerializer.Serialize(new
        {
            name = "detection",
            seeds,
            first,
            runs = runs.Length,
            leastCaught = table.Rows.Where(row => row.Failure != Failure.None).Min(row => row.Caught),
            mostFalse = table.Rows.Where(row => row.Failure == Failure.None).Max(row => row.Alarmed),
            passed,
            seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1),
        }));
        return passed ? 0 : 1;
    }

    /// <summary>One after the other, in order: an interrupted series has whole seeds.</summary>
    private static System.Collections.Concurrent.OrderablePartitioner<T> Partitioner<T>(IEnumerable<T> runs) =>
        System.Collections.Concurrent.Partitioner.Create(runs, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering);
}
