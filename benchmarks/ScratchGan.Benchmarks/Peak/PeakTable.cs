using System.Text.Json;

namespace ScratchGan.Benchmarks.Peak;

/// <summary>The machine's limits in numbers.</summary>
internal static class PeakTable
{
    public static void Write(Report report, Measurements all)
    {
        JsonElement[] lines = [.. all.Find("peak")];
        if (lines.Length == 0)
            return;
        report.Table(
            "The machine's limits",
            "Fused multiply-adds on registers alone, at the vector width that is fastest, and walks through arrays that no cache holds: the denominators of "
            + "all shares.",
            ["threads", "multiply-adds, GFLOP/s", "vector, bits", "copy, GB/s", "triad, GB/s", "read, GB/s"]);
        foreach (JsonElement line in lines)
            report.Row([
                Show(line, "threads", "0"), Show(line, "gflops", "0"), Show(line, "vectorBits", "0"), Show(line, "copyGigabytesPerSecond", "0.0"),
                Show(line, "triadGigabytesPerSecond", "0.0"), Show(line, "readGigabytesPerSecond", "0.0"),
            ]);
        report.EndTable();
    }

    private static string Show(JsonElement line, string field, string format) => Report.Number(Measurements.Number(line, field) ?? double.NaN, format);
}
