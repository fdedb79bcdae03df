using System.Text.Json;

namespace ScratchGan.Benchmarks.Scaling;

/// <summary>Scaling in words and numbers.</summary>
internal static class ScalingTable
{
    private static readonly IReadOnlyDictionary<ScalingAxis, string> Titles = new Dictionary<ScalingAxis, string>
    {
        [ScalingAxis.Batch] = "batch",
        [ScalingAxis.ImageSize] = "image size",
        [ScalingAxis.Features] = "features",
        [ScalingAxis.Threads] = "threads",
    };

    public static string Title(ScalingAxis axis) => Titles[axis];

    /// <summary>The lines of one axis, in the order they were measured.</summary>
    public static IReadOnlyList<JsonElement> Lines(Measurements all, ScalingAxis axis) =>
        [.. all.Find("scaling").Where(line => Measurements.Is(line, "axis", axis.ToString()))];

    public static void Write(Report report, Measurements all) => Write(report, all, [.. Titles.Keys]);

    /// <summary>Only whether the cost of an image grows with the batch.</summary>
    public static void WriteBatches(Report report, Measurements all) => Write(report, all, [ScalingAxis.Batch]);

    private static void Write(Report report, Measurements all, IReadOnlyList<ScalingAxis> axes)
    {
        IReadOnlyList<JsonElement> batches = Lines(all, ScalingAxis.Batch);
        if (batches.Count == 0)
            return;
        report.Table(
            "Scaling of a training step", $"RGB images; one size is varied, the others stay as they are. {Growth(batches)}",
            ["varied", "batch", "image size", "features", "threads", "ms a step", "ms an image", "GFLOP/s"]);
        foreach (ScalingAxis axis in axes)
            foreach (JsonElement line in Lines(all, axis))
                report.Row([
                    Title(axis), Show(line, "batch", "0"), Show(line, "imageSize", "0"), Show(line, "features", "0"), Show(line, "threads", "0"),
                    Show(line, "medianMilliseconds", "0.0"), Show(line, "millisecondsPerImage", "0.00"), Show(line, "gflops", "0"),
                ]);
        report.EndTable();
    }

    /// <summary>Whether an image costs more in a large batch than at its cheapest.</summary>
    private static string Growth(IReadOnlyList<JsonElement> batches)
    {
        double last = Cost(batches[^1]);
        JsonElement best = batches.MinBy(Cost);
        return $"At batch {Show(batches[^1], "batch", "0")} an image costs {Report.Number(last / Cost(best), "0.00")} times what it costs at its cheapest, "
            + $"batch {Show(best, "batch", "0")}.";
    }

    private static double Cost(JsonElement line) => Measurements.Number(line, "millisecondsPerImage")!.Value;

    private static string Show(JsonElement line, string field, string format) => Report.Number(Measurements.Number(line, field) ?? double.NaN, format);
}
