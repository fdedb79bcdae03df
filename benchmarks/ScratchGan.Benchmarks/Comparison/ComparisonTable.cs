using System.Text.Json;

namespace ScratchGan.Benchmarks.Comparison;

/// <summary>Our step beside the peer's in words and numbers.</summary>
internal static class ComparisonTable
{
    public static void Write(Report report, Measurements all)
    {
        JsonElement[] lines = [.. all.Find("comparison")];
        if (lines.Length == 0)
            return;
        report.Table(
            $"A training step beside libtorch's ({lines[0].GetProperty("peer").GetString()})",
            "Our time over libtorch's: below 1, ScratchGan is faster. Each run is a process of its own, the two take turns; the ratio is the median over all "
            + "pairs, in brackets the lowest and the highest. «Spared» is libtorch without the weight gradients of the discriminator that the original computes "
            + "in the generator's step and throws away; ScratchGan never computes them. Memory is the most that was resident, start the time from the start of "
            + "the process to the end of its first step.",
            [
                "images", "features", "batch", "threads", "libtorch", "ratio", "pairs", "ms", "libtorch's ms", "memory, MiB", "start, ms",
                "managed allocation a step",
            ]);
        foreach (JsonElement line in lines)
            report.Row([
                Images(line), Show(line, "features"), Show(line, "batch"), Show(line, "threads"),
                line.GetProperty("freezeD").GetBoolean() ? "spared" : "as it is",
                $"**{Show(line, "ratio", "0.00")}** [{Show(line, "lowestRatio", "0.00")} – {Show(line, "highestRatio", "0.00")}]", Show(line, "pairs"),
                Show(line, "milliseconds", "0.0"), Show(line, "peerMilliseconds", "0.0"), Pair(line, "residentMiB", "peerResidentMiB"),
                Pair(line, "startToFirstStepMilliseconds", "peerStartToFirstStepMilliseconds"), $"{Number(line, "managedBytesPerStep") / 1024:0} KiB",
            ]);
        report.EndTable();
    }

    private static string Images(JsonElement line) =>
        $"{Show(line, "imageSize")}×{Show(line, "imageSize")} {(Number(line, "channels") == 1 ? "grey" : "RGB")}";

    /// <summary>Both numbers, and ours over theirs.</summary>
    private static string Pair(JsonElement line, string ours, string theirs) =>
        $"{Show(line, ours)} / {Show(line, theirs)} = {Report.Number(Number(line, ours) / Number(line, theirs), "0.00")}";

    private static string Show(JsonElement line, string field, string format = "0") => Report.Number(Number(line, field), format);

    private static double Number(JsonElement line, string field) => Measurements.Number(line, field) ?? double.NaN;
}
