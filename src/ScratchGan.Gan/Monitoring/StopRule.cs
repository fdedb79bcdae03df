namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// When a training is done: the discriminator is near chance AND the distance to held-out images no longer falls AND generated images vary as much as real
/// ones. The first alone, the usual advice, is also what a dead discriminator shows.
/// </summary>
/// <param name="NearChance">
/// right about less than 85 % of the images, on average over the last ten observations; of pairs, where the objective compares them, which asks for more: two
/// images are easier to put in order than each to name
/// </param>
/// <param name="Plateau">the least distance is older than the last four checkpoints, or within 2 % of the one before them</param>
/// <param name="Varied">variety of at least 0.75, on average over the last ten observations</param>
public sealed record StopRule(bool NearChance, bool Plateau, bool Varied)
{
    private const int Observations = 10;
    private const int Checkpoints = 4;
    private const double LeastVariety = 0.75;
    private const double Progress = 0.98;

    public bool IsMet => NearChance && Plateau && Varied;

    /// <param name="distances">of all checkpoints so far, the latest last</param>
    public static StopRule Of(ReadOnlySpan<Observation> history, ReadOnlySpan<double> distances)
    {
        bool enough = history.Length >= Observations;
        ReadOnlySpan<Observation> last = enough ? history[^Observations..] : history;
        return new StopRule(
            enough && Detectors.Mean(last, Detectors.Accuracy) < Detectors.NearChance,
            distances.Length > Checkpoints && Least(distances[^Checkpoints..]) > Progress * Least(distances[..^Checkpoints]),
            enough && Detectors.Mean(last, observation => observation.Variety) >= LeastVariety);
    }

    public override string ToString() => IsMet
        ? "a good moment to stop: D is near chance, the distance has stopped falling, and images vary as real ones do"
        : $"when to stop: D near chance ({Mark(NearChance)}), distance no longer falling ({Mark(Plateau)}), images as varied as real ones ({Mark(Varied)})";

    private static string Mark(bool met) => met ? "yes" : "not yet";

    private static double Least(ReadOnlySpan<double> values)
    {
        double least = double.PositiveInfinity;
        foreach (double value in values)
            least = Math.Min(least, value);
        return least;
    }
}
