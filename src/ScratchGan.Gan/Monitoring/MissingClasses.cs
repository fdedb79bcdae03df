namespace ScratchGan.Gan.Monitoring;

/// <summary>Of the images drawn at a checkpoint, how many are taken for each class.</summary>
public sealed record ClassCounts(long Step, IReadOnlyList<int> Counts) : IStepLine;

/// <summary>
/// A class is drawn less than a tenth as often as it occurs among real images, at two checkpoints in a row, from step 1000 on: before, images may all be the
/// same blur. Of 256 images a class that makes up a tenth is expected 25.6 times; that a generator with the right shares draws it at most twice has a
/// probability of 8·10⁻¹⁰ (binomial); for the rarest class that is judged, expected ten times, that of never is 4·10⁻⁵.
/// </summary>
/// <param name="real">how many of as many real images are of each class</param>
/// <param name="names">of the classes</param>
public sealed class MissingClasses(IReadOnlyList<int> real, IReadOnlyList<string> names)
{
    /// <summary>How often a class must be expected to be judged.</summary>
    internal const int Fewest = 10;

    private const int Times = 2;
    private const long Patience = 1000;
    private const double Share = 0.1;

    /// <param name="history">one entry a checkpoint, the latest last; all of equally many images</param>
    /// <returns>null when all is well</returns>
    public Finding? Examine(ReadOnlySpan<ClassCounts> history)
    {
        if (history.Length < Times || history[^Times].Step < Patience)
            return null;
        IReadOnlyList<int>[] last = [.. history[^Times..].ToArray().Select(entry => entry.Counts)];
        int[] missing = [.. Enumerable.Range(0, real.Count).Where(i => real[i] >= Fewest && last.All(counts => counts[i] < Share * real[i]))];
        IEnumerable<string> words = missing.Select(i => $"{names[i]} (found {last[^1][i]}, of as many real ones {real[i]})");
        return missing.Length == 0 ? null : new Finding(
            Concern.MissingClasses, $"of {last[^1].Sum()} images hardly one is of the class {string.Join(", ", words)}");
    }

    /// <summary>What is found at the latest checkpoint and was not found before it.</summary>
    public Finding? New(ReadOnlySpan<ClassCounts> history) => Examine(history) is Finding now && Examine(history[..^1]) is null ? now : null;
}
