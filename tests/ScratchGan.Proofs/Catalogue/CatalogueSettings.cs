namespace ScratchGan.Proofs.Catalogue;

/// <summary>What is to be trained.</summary>
/// <param name="Entries">one, or all</param>
/// <param name="Out">keeps runs and results; null for a folder that is removed at the end</param>
/// <param name="Quick">a short training of one seed that only has to learn something</param>
internal sealed record CatalogueSettings(IReadOnlyList<CatalogueEntry> Entries, int Seeds, int Steps, int Threads, string? Out, bool Quick)
{
    internal const int UsualSeeds = 3;

    /// <summary>What examples/Dcgan trains when nothing is said.</summary>
    internal const int UsualSteps = 2_000;

    internal const int QuickSteps = 300;

    /// <summary>Enough that chance alone gives equal shares a divergence of only (10 − 1)/(2·10,000) = 0.0005.</summary>
    internal int Samples => Quick ? 1_000 : 10_000;

    /// <summary>Digits that the classifier learns from.</summary>
    internal int TrainImages => Quick ? 2_000 : 10_000;
}
