using System.Text.Json;

namespace ScratchGan.Benchmarks.Ladder;

/// <summary>A row for each kernel and size, a column for each version.</summary>
internal static class LadderTable
{
    public static void Write(Report report, Measurements all)
    {
        JsonElement[] lines = [.. all.Find("ladder")];
        if (lines.Length == 0)
            return;
        string[] versions = [.. lines.Select(line => Text(line, "version")).Distinct()];
        report.Table(
            "The ladder of the CPU's convolutions",
            $"Milliseconds at batch {Text(lines[0], "batch")} on {Text(lines[0], "threads")} threads, the versions in turns; in brackets the operations of the direct sum over "
            + "that time, as a share of the machine's peak, which may be above 100 % since Winograd's tiles multiply less.",
            ["kernel", "size", .. versions]);
        foreach (IGrouping<(string, string), JsonElement> row in lines.GroupBy(line => (Text(line, "kernel"), Text(line, "size"))))
            report.Row([row.Key.Item1, row.Key.Item2, .. versions.Select(version => Cell(row.SingleOrDefault(line => Text(line, "version") == version)))]);
        report.EndTable();
    }

    private static string Cell(JsonElement line) => line.ValueKind == JsonValueKind.Undefined
        ? ""
        : $"{Show(line, "milliseconds", "0.00")} ({Report.Percent(Measurements.Number(line, "effectiveShareOfPeak") ?? double.NaN)})";

    private static string Show(JsonElement line, string field, string format) => Report.Number(Measurements.Number(line, field) ?? double.NaN, format);

    private static string Text(JsonElement line, string field) => line.GetProperty(field).ToString();
}
