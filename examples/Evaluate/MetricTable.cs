using System.Globalization;
using System.Text;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The classifier whose features were used.</summary>
internal sealed record ClassifierNote(string Name, string Hash, double Accuracy);

/// <summary>A metric without a number.</summary>
internal sealed record Omission(string Name, string Reason);

/// <summary>Results in the order of measuring, as text and as JSON.</summary>
internal sealed class MetricTable
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<MetricResult> _results = [];
    private readonly List<Omission> _omitted = [];

    public IReadOnlyList<MetricResult> Results => _results;

    public ClassifierNote? Classifier { get; set; }

    /// <summary>Adds what is measured, or, when its assumptions do not hold, the reason.</summary>
    public void Try(string name, Func<IEnumerable<MetricResult>> measure)
    {
        try
        {
            _results.AddRange(measure());
        }
        catch (MetricException failure)
        {
            _omitted.Add(new Omission(name, failure.Message));
        }
    }

    public string Text()
    {
        int width = _results.Select(result => result.Name.Length).DefaultIfEmpty(0).Max() + 2;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{"metric".PadRight(width)}{"samples",12}{"real",12}  better");
        foreach (MetricResult result in _results)
            text.Append(CultureInfo.InvariantCulture,
                $"\n{result.Name.PadRight(width)}{Number(result.Value),12}{Number(result.Floor),12}  {result.Better.ToString().ToLowerInvariant()}");
        foreach (Omission omission in _omitted)
            text.Append(CultureInfo.InvariantCulture,
                $"\nnot computed: {(omission.Reason.StartsWith(omission.Name, StringComparison.Ordinal) ? "" : $"{omission.Name}: ")}{omission.Reason}");
        return text.ToString();
    }

    /// <summary>One line.</summary>
    public string Json(Settings settings, ImageShape shape, int count, string reference, double seconds) => JsonSerializer.Serialize(
        new
        {
            Name = "evaluate",
            settings.Samples,
            Reference = reference,
            Count = count,
            Shape = shape.ToString(),
            Classifier,
            Metrics = _results.Select(result => new { result.Name, result.Value, result.Floor, Better = result.Better.ToString().ToLowerInvariant() }),
            Omitted = _omitted,
            settings.Seed,
            settings.Threads,
            Seconds = seconds,
        },
        Plain);

    /// <summary>Four digits, whatever the size.</summary>
    internal static string Number(double value)
        => value == Math.Round(value) && Math.Abs(value) < 1e6 ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("G4", CultureInfo.InvariantCulture);
}
