namespace ScratchGan.Examples.R3Gan;

/// <summary>One call of the program.</summary>
/// <param name="Data">what <see cref="ScratchGan.Data.DatasetSource"/> opens</param>
/// <param name="ImageSize">pixels a side</param>
/// <param name="Out">where files go</param>
/// <param name="Resume">go on with the training in that folder</param>
/// <param name="Quick">only has to learn something</param>
internal sealed record Settings(string Data, int ImageSize, long Steps, ulong Seed, int Threads, string Out, bool Resume, bool Quick);
