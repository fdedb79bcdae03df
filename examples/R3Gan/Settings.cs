using ScratchGan.Data;
using ScratchGan.Examples.Shared;

namespace ScratchGan.Examples.R3Gan;

/// <summary>One call of the program.</summary>
/// <param name="Data">what <see cref="DatasetSource"/> opens</param>
/// <param name="ImageSize">pixels a side</param>
/// <param name="Out">where files go</param>
/// <param name="Resume">go on with the training in that folder</param>
/// <param name="Quick">only has to learn something</param>
internal sealed record Settings(string Data, int ImageSize, long Steps, ulong Seed, int Threads, string Out, bool Resume, bool Quick)
{
    /// <summary>What may not change when a run goes on, in the words of the command line; what decides over others comes first.</summary>
    public RunOption[] Fixed(Dataset images) =>
        [RunOption.Flag("--quick", Quick), new("--image-size", $"{ImageSize}"), new("--seed", $"{Seed}"), new("--data", DatasetSource.FullName(Data), images.Identity)];

    /// <summary>What a run that goes on need not be told again; it may be lengthened.</summary>
    public RunOption[] Options(Dataset images) => [.. Fixed(images), new("--steps", $"{Steps}")];
}
