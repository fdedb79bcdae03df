namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>What of the lesson is to be trained now.</summary>
/// <param name="Steps">of each run</param>
internal sealed record LessonSettings(IReadOnlyList<Configuration> Configurations, IReadOnlyList<ulong> Seeds, long Steps)
{
    public const long UsualSteps = 6_000;

    private const int Measurements = 15;

    /// <summary>Of a whole lesson.</summary>
    public static IReadOnlyList<ulong> AllSeeds { get; } = [1, 2, 3];

    /// <summary>Steps from one measurement to the next.</summary>
    public long MeasureEvery => Math.Max(1, Steps / Measurements);
}
