using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchGan.Benchmarks;

/// <summary>What was measured: for programs one JSON line each on the standard output, for people tables in Markdown.</summary>
/// <param name="level">of the headings of tables</param>
internal sealed class Report(int level = 2)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly StringBuilder _markdown = new();

    public static string Json(object measurement) => JsonSerializer.Serialize(measurement, Relaxed);

    public static void Line(object measurement) => Console.WriteLine(Json(measurement));

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>TFLOP/s, with more digits for slow devices.</summary>
    public static string Rate(double teraflops) => Number(teraflops, teraflops < 1 ? "0.0000" : "0.00");

    public static string Percent(double share) => $"{Number(share * 100, "0")} %";

    public void Heading(string text) => _markdown.Append(CultureInfo.InvariantCulture, $"# {text}\n\n");

    public void Paragraph(string text) => _markdown.Append(CultureInfo.InvariantCulture, $"{text}\n\n");

    /// <summary>Begins a table; rows follow.</summary>
    public void Table(string title, string text, IReadOnlyList<string> columns)
    {
        _markdown.Append(CultureInfo.InvariantCulture, $"{new string('#', level)} {title}\n\n{text}\n\n");
        Row(columns);
        Row([.. columns.Select(_ => "---")]);
    }

    public void Row(IReadOnlyList<string> cells) => _markdown.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");

    public void EndTable() => _markdown.Append('\n');

    public override string ToString() => _markdown.ToString().TrimEnd('\n') + "\n";

    public void Save(string path) => File.WriteAllText(path, ToString());
}
