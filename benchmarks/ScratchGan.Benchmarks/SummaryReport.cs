using System.CommandLine;
using System.Text.Json;

namespace ScratchGan.Benchmarks;

/// <summary>
/// One page from the JSON lines of a whole run of benchmarks/gpu.sh: what it ran on, whether each stage succeeded, the bars, and the training step beside
/// PyTorch's. What was not measured is called so; nothing is estimated.
/// </summary>
internal static class SummaryReport
{
    private const string NotMeasured = "not measured";
    private static readonly string[] Ours = ["fp32", "tf32"];
    private static readonly string[] Theirs = ["fp32", "default", "tf32"];

    public static Command Command()
    {
        var lines = new Argument<string>("measurements") { Description = "a file of JSON lines" };
        var target = new Argument<string>("summary") { Description = "the Markdown file to write" };
        var command = new Command("summary", "one page from the JSON lines of other commands") { lines, target };
        command.SetAction(result => Write(Measurements.Read(result.GetRequiredValue(lines)), result.GetRequiredValue(target)));
        return command;
    }

    private static void Write(Measurements all, string path)
    {
        var report = new Report();
        report.Heading("Results on a GPU");
        JsonElement? machine = all.Find("machine").Cast<JsonElement?>().LastOrDefault();
        report.Paragraph(machine is { } known
            ? $"Device: {Text(known, "device")}. Driver: {Text(known, "driver")}. Date: {Text(known, "date")}. Command: `benchmarks/gpu.sh run`."
            : "No device was measured.");
        Bars(report, all);
        Steps(report, all);
        Stages(report, all);
        report.Save(path);
    }

    private static void Bars(Report report, Measurements all)
    {
        report.Table("Bars for an H200", "Found against what was asked for.", ["what", "bar", "found", "verdict"]);
        foreach (Bar bar in SummaryBars.All)
        {
            double? found = bar.Find(all);
            string verdict = found is double value ? bar.Passes(value) ? "pass" : "fail" : NotMeasured;
            report.Row([bar.What, bar.Text, found is double shown ? bar.Show(shown) : "", verdict]);
        }
        report.EndTable();
    }

    private static void Steps(Report report, Measurements all)
    {
        string version = all.Find("torch-dcgan-step").Select(step => $"PyTorch {Text(step, "version")}").LastOrDefault() ?? "no PyTorch with CUDA was there";
        report.Table(
            "DCGAN training step, 64×64 RGB, 64 features",
            $"Milliseconds, the median of the medians of all turns (ours, PyTorch's, ours, …); {version}. A ratio below 1 means that ScratchGan is faster.",
            [
                "batch", .. Ours.Select(precision => $"ScratchGan {precision}"), .. Theirs.Select(precision => $"PyTorch {precision}"),
                "fp32 ÷ PyTorch fp32", "tf32 ÷ PyTorch default", "tf32 ÷ PyTorch tf32",
            ]);
        foreach (int batch in (int[])[64, 128])
            report.Row([
                $"{batch}", .. Ours.Select(precision => Show(all.Step("dcgan-step", batch, precision), "0.00")),
                .. Theirs.Select(precision => Show(all.Step("torch-dcgan-step", batch, precision), "0.00")),
                Show(all.Ratio(batch, "fp32", "fp32"), "0.00"), Show(all.Ratio(batch, "tf32", "default"), "0.00"),
                Show(all.Ratio(batch, "tf32", "tf32"), "0.00"),
            ]);
        report.EndTable();
    }

    private static void Stages(Report report, Measurements all)
    {
        report.Table("Stages", "In the order they ran.", ["stage", "seconds", "exit code", "last line"]);
        foreach (JsonElement stage in all.Find("stage"))
            report.Row([Text(stage, "stage"), Text(stage, "seconds"), Text(stage, "exitCode"), Text(stage, "detail")]);
        report.EndTable();
    }

    private static string Show(double? value, string format) => value is double number ? Report.Number(number, format) : NotMeasured;

    private static string Text(JsonElement line, string field) =>
        line.TryGetProperty(field, out JsonElement value) ? value.ToString().Replace("|", "\\|") : "";
}
