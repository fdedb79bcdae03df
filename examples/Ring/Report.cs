using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Ring;

/// <summary>All seeds in one sentence and one line.</summary>
internal sealed class Report(Settings settings, MixtureQuality ceiling, IReadOnlyList<SeedResult> results)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many seeds reached each bar, and the means.</summary>
    public string Verdict()
    {
        Bars bars = settings.Recipe.Bars;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"all {bars.Modes} modes in {Count(quality => quality.Modes == bars.Modes)} of {results.Count} seeds; mean {100 * Mean(quality => quality.HighQuality):F1} % "
            + $"within 3σ, reverse KL {Mean(quality => quality.ReverseKl):F4}; at least {100 * bars.HighQuality:F0} % in "
            + $"{Count(quality => quality.HighQuality >= bars.HighQuality)}, at most {bars.ReverseKl} in {Count(quality => quality.ReverseKl <= bars.ReverseKl)}");
    }

    public string Json() => JsonSerializer.Serialize(
        new
        {
            data = settings.Recipe.Name,
            steps = settings.Steps,
            judged = Training.Judged,
            ceiling = Numbers(ceiling),
            seeds = results.Select(result => new { seed = result.Seed, before = Numbers(result.Before), after = Numbers(result.After) }),
        },
        Plain);

    private static object Numbers(MixtureQuality quality) => new
    {
        modes = quality.Modes,
        highQuality = Math.Round(quality.HighQuality, 4),
        // Without a single good point there is no histogram.
        reverseKl = double.IsFinite(quality.ReverseKl) ? Math.Round(quality.ReverseKl, 4) : (double?)null,
    };

    private int Count(Func<MixtureQuality, bool> reached) => results.Count(result => reached(result.After));

    private double Mean(Func<MixtureQuality, double> number) => results.Average(result => number(result.After));
}
