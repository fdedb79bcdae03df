using System.Text.Json;

namespace ScratchGan.Proofs.Catalogue;

/// <summary>What one training reached: a line of results.jsonl.</summary>
/// <param name="Classes">classes found among the samples</param>
/// <param name="ClassKl">divergence of their shares from equal ones, in nats; <paramref name="RealClassKl"/> is that of as many real images</param>
/// <param name="Distance">Fréchet distance of the features; <paramref name="RealDistance"/> is that of other real images</param>
/// <param name="Seconds">in training steps</param>
/// <param name="Pass">whether it reached the bar</param>
/// <param name="MustPass">whether it has to</param>
internal sealed record CatalogueResult(
    string Entry, int Seed, int Steps, int Threads, int Samples, string Classifier, int Classes, double ClassKl, double RealClassKl, double Distance,
    double RealDistance, IReadOnlyList<int> Counts, double Seconds, bool Pass, bool MustPass)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>null when the line is not whole, as an interruption may leave it</returns>
    internal static CatalogueResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<CatalogueResult>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One line.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
