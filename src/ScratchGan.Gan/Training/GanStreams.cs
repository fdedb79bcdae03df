namespace ScratchGan.Gan.Training;

/// <summary>
/// The Philox streams of a training under one seed: each use of chance has its own, so that drawing more for one never shifts another. The data set and the
/// order of its batches draw from streams of their own above 2³².
/// </summary>
public static class GanStreams
{
    /// <summary>The generator's initial weights, then the discriminator's.</summary>
    public const ulong InitialWeights = 0;

    /// <summary>The latents z of training.</summary>
    public const ulong Latents = 1;

    /// <summary>Where a gradient penalty looks.</summary>
    public const ulong PenaltyPoints = 2;

    /// <summary>The fixed latents of sample grids.</summary>
    public const ulong SampleLatents = 3;

    /// <summary>The fixed latents that a metric is measured on while training.</summary>
    public const ulong MetricLatents = 4;

    /// <summary>Which real images the class of a generated one is told by.</summary>
    public const ulong ClassExamples = 5;
}
