using System.Globalization;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>What the finished runs of one configuration found.</summary>
/// <param name="Runs">the measurements of each seed, in the order of the seeds</param>
internal sealed record LessonResult(Configuration Configuration, IReadOnlyList<IReadOnlyList<Measurement>> Runs)
{
    /// <summary>The last measurement of each seed.</summary>
    public IReadOnlyList<Measurement> Ends => [.. Runs.Select(run => run[^1])];

    /// <summary>One row of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Configuration.Title,-26}{string.Join(", ", Ends.Select(end => end.Modes)),-20}{string.Join(", ", Ends.Select(Kl)),-28}{Configuration.Paper}");

    private static string Kl(Measurement end) => end.Kl?.ToString("F3", CultureInfo.InvariantCulture) ?? $"not finite at {end.Step}";
}
