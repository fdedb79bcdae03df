using System.Text.Json;

namespace ScratchGan.Benchmarks;

/// <summary>The JSON lines among some lines.</summary>
internal sealed class Measurements(IEnumerable<string> lines)
{
    private const string Milliseconds = "medianMilliseconds";

    private readonly List<JsonElement> _lines = [.. lines.Where(line => line.StartsWith('{')).SelectMany(Parsed)];

    /// <summary>Of a file, whatever else stands between them.</summary>
    public static Measurements Read(string path) => new(File.ReadLines(path));

    public IEnumerable<JsonElement> Find(string name) => _lines.Where(line => Is(line, "name", name));

    /// <summary>The median time of a training step at 64×64 RGB with 64 features over all its measurements; null without any.</summary>
    public double? Step(string name, int batch, string precision)
    {
        double[] times = [.. Find(name)
            .Where(step => Is(step, "precision", precision) && Is(step, "batch", batch))
            .Where(step => Is(step, "imageSize", 64) && Is(step, "channels", 3) && Is(step, "features", 64))
            .Select(step => step.GetProperty(Milliseconds).GetDouble())];
        return times.Length > 0 ? Time.Of(times).Milliseconds : null;
    }

    /// <summary>Our step's time over PyTorch's.</summary>
    public double? Ratio(int batch, string ours, string theirs) => Step("dcgan-step", batch, ours) / Step("torch-dcgan-step", batch, theirs);

    public static bool Is(JsonElement line, string field, string value) =>
        line.TryGetProperty(field, out JsonElement found) && found.ValueKind == JsonValueKind.String && found.GetString() == value;

    public static bool Is(JsonElement line, string field, int value) =>
        line.TryGetProperty(field, out JsonElement found) && found.ValueKind == JsonValueKind.Number && found.GetDouble() == value;

    /// <summary>A field's number; null where there is none, as of a version that was not timed.</summary>
    public static double? Number(JsonElement line, string field) =>
        line.TryGetProperty(field, out JsonElement found) && found.ValueKind == JsonValueKind.Number ? found.GetDouble() : null;

    /// <summary>A line that was cut off in the middle is none.</summary>
    private static IEnumerable<JsonElement> Parsed(string line)
    {
        try
        {
            return [JsonElement.Parse(line)];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
