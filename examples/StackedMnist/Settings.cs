using ScratchGan.Data;
using ScratchGan.Examples.Shared;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>One call of the program.</summary>
/// <param name="Digits">what is stacked: the built-in digits, or a folder of IDX files</param>
/// <param name="Seed">of data, weights and latents</param>
/// <param name="Out">null for no files</param>
/// <param name="Resume">goes on from the folder's checkpoint</param>
/// <param name="Quick">only has to learn something</param>
internal sealed record Settings(string Digits, Recipe Recipe, int Steps, ulong Seed, int Threads, string? Out, bool Resume, bool Quick)
{
    /// <summary>Three digits an image.</summary>
    public string Data => DatasetSource.Stacked + Digits;

    /// <summary>Steps from one judgement, and checkpoint, to the next.</summary>
    public int JudgeEvery => Math.Max(1, (Steps + Recipe.Judgements - 1) / Recipe.Judgements);

    /// <summary>What determines the result, in the words of the command line; what decides over others comes first.</summary>
    public RunOption[] Options(Dataset images) =>
        [RunOption.Flag("--quick", Quick), new("--seed", $"{Seed}"), new("--data", DatasetSource.FullName(Digits), images.Identity), new("--steps", $"{Steps}")];
}
