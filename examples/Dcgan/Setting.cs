namespace ScratchGan.Examples;

/// <summary>One option of a run.</summary>
/// <param name="MayDiffer">whether a run may be continued with another value</param>
/// <param name="Write">how it is written on a command line; null: left out</param>
internal sealed record Setting(string Option, bool MayDiffer, Func<RunSettings, string?> Write)
{
    /// <summary>What leaving it out means, for people.</summary>
    public string Unset { get; init; } = "";
}
