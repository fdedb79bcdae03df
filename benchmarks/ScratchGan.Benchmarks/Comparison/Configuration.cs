namespace ScratchGan.Benchmarks.Comparison;

/// <summary>Sizes of a training step, as both programs take them on the command line.</summary>
internal sealed record Configuration(string Name, int ImageSize, int Channels, int Features, int Batch)
{
    public static IReadOnlyList<Configuration> All { get; } =
    [
        new("64-rgb-batch-64", 64, 3, 64, 64), new("64-rgb-batch-16", 64, 3, 64, 16), new("32-grey-batch-64", 32, 1, 32, 64),
    ];

    public string[] Options(int threads, int steps) =>
    [
        "--image-size", $"{ImageSize}", "--channels", $"{Channels}", "--features", $"{Features}", "--batch", $"{Batch}",
        "--threads", $"{threads}", "--steps", $"{steps}",
    ];
}

/// <summary>What both programs do a few times in turns.</summary>
/// <param name="Freeze">whether the peer leaves out the discriminator's weight gradients in the generator's phase, as ScratchGan does</param>
internal sealed record Contest(Configuration Configuration, int Threads, bool Freeze, int Pairs);
