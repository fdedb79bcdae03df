namespace ScratchGan.Examples;

/// <summary>One call of the program.</summary>
/// <param name="Settings">all settings, defaults included</param>
/// <param name="Given">the options that the user typed</param>
/// <param name="Out">the run folder; null for the next free one</param>
internal sealed record Invocation(RunSettings Settings, IReadOnlySet<string> Given, string? Out, bool Resume, bool Force, bool DryRun);
