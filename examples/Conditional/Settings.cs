using ScratchGan.Data;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Models;

namespace ScratchGan.Examples.Conditional;

/// <summary>One call of the program.</summary>
/// <param name="Data">"digits", or what else has labels</param>
/// <param name="Out">folder for pictures, checkpoint and result; null for no files</param>
/// <param name="Resume">goes on from the checkpoint in <paramref name="Out"/></param>
/// <param name="Quick">only has to learn something</param>
internal sealed record Settings(string Data, Condition Condition, int ImageSize, int Steps, ulong Seed, int Threads, string? Out, bool Resume, bool Quick)
{
    public const int UsualImageSize = 32;
    public const int UsualSteps = 10_000;

    /// <summary>Sizes of the short form.</summary>
    public const int QuickImageSize = 16, QuickSteps = 300;

    /// <summary>Times that a classifier sees each of its images.</summary>
    public const int Epochs = 3;

    /// <summary>Labelled images, real or generated, that a classifier is trained on.</summary>
    public int MostTrainingImages => Quick ? 3_000 : 60_000;

    /// <summary>Real images that a classifier is tested on.</summary>
    public int MostTestImages => Quick ? 1_000 : 10_000;

    /// <summary>Steps from one look at the samples, and checkpoint, to the next.</summary>
    public int LookEvery => Quick ? 150 : 500;

    /// <summary>What determines the result, in the words of the command line; what decides over others comes first.</summary>
    public RunOption[] Options(Dataset images) =>
    [
        RunOption.Flag("--quick", Quick),
        new("--image-size", $"{ImageSize}"),
        new("--condition", Condition.Word()),
        new("--seed", $"{Seed}"),
        new("--data", DatasetSource.FullName(Data), images.Identity),
        new("--steps", $"{Steps}"),
    ];
}
