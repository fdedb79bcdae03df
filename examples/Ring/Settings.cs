namespace ScratchGan.Examples.Ring;

/// <summary>One call of the program.</summary>
/// <param name="Seed">of the first training; the others have the numbers after it</param>
/// <param name="Out">null for no files</param>
/// <param name="Quick">only has to learn something</param>
internal sealed record Settings(Recipe Recipe, int Steps, ulong Seed, int Seeds, int Threads, string? Out, bool Quick);
