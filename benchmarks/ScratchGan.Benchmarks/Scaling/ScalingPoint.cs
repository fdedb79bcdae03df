namespace ScratchGan.Benchmarks.Scaling;

/// <summary>What is varied while the rest stays as it is.</summary>
internal enum ScalingAxis
{
    Batch,
    ImageSize,
    Features,
    Threads,
}

/// <summary>The sizes of one step of RGB images.</summary>
internal sealed record ScalingPoint(int Batch, int ImageSize, int Features, int Threads)
{
    public ScalingPoint With(ScalingAxis axis, int value) => axis switch
    {
        ScalingAxis.Batch => this with { Batch = value },
        ScalingAxis.ImageSize => this with { ImageSize = value },
        ScalingAxis.Features => this with { Features = value },
        _ => this with { Threads = value },
    };
}

/// <summary>Which points are measured.</summary>
/// <param name="Usual">what stays as it is on each axis</param>
/// <param name="Steps">timed at each point</param>
internal sealed record ScalingPlan(ScalingPoint Usual, IReadOnlyDictionary<ScalingAxis, int[]> Values, int Steps)
{
    public static ScalingPlan Full { get; } = new(
        new ScalingPoint(32, 64, 64, Environment.ProcessorCount),
        new Dictionary<ScalingAxis, int[]>
        {
            [ScalingAxis.Batch] = [1, 2, 4, 8, 16, 32, 64, 128],
            [ScalingAxis.ImageSize] = [16, 32, 64],
            [ScalingAxis.Features] = [16, 32, 64, 128],
            [ScalingAxis.Threads] = [.. Threads()],
        },
        Steps: 7);

    /// <summary>Shows that everything runs.</summary>
    public static ScalingPlan Quick { get; } = new(
        new ScalingPoint(8, 16, 8, Environment.ProcessorCount),
        new Dictionary<ScalingAxis, int[]>
        {
            [ScalingAxis.Batch] = [2, 8, 32],
            [ScalingAxis.ImageSize] = [16, 32],
            [ScalingAxis.Features] = [8, 16],
            [ScalingAxis.Threads] = [.. Threads()],
        },
        Steps: 3);

    /// <summary>Powers of two, and all cores.</summary>
    private static IEnumerable<int> Threads()
    {
        for (int threads = 1; threads < Environment.ProcessorCount; threads *= 2)
            yield return threads;
        yield return Environment.ProcessorCount;
    }
}
