namespace ScratchGan.Gan.Training;

/// <summary>The Philox streams of one seed: each use of chance has its own, so that drawing more for one never shifts another.</summary>
public static class RandomStreams
{
    /// <summary>The generator's initial weights, then the discriminator's.</summary>
    public const ulong InitialWeights = 0;

    /// <summary>The latents z of training.</summary>
    public const ulong Latents = 1;

    /// <summary>Where a gradient penalty looks.</summary>
    public const ulong PenaltyPoints = 2;

    /// <summary>The fixed latents of sample grids.</summary>
    public const ulong SampleLatents = 3;
}
