using System.Text.Json;
using ScratchGan.Benchmarks.Comparison;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Benchmarks.Scaling;
using ScratchGan.Benchmarks.Suite;

namespace ScratchGan.Benchmarks.Readme;

/// <summary>A folder of measurements of one machine, a file for each command that measures, and what is written from them for people.</summary>
internal sealed class ResultsFolder(string path)
{
    private const string Usual = "benchmarks/results/cpu";

    /// <summary>The share that other programs have on a machine that does nothing else.</summary>
    private const double Undisturbed = 0.03;

    public string Peak => Path.Combine(path, "peak.jsonl");

    public string Operations => Path.Combine(path, "operations.jsonl");

    public string Comparison => Path.Combine(path, "comparison.jsonl");

    public string Scaling => Path.Combine(path, "scaling.jsonl");

    public string Plot => Path.Combine(path, "scaling.svg");

    /// <summary>All tables.</summary>
    public string Page => Path.Combine(path, "README.md");

    public static string UsualPath => Path.Combine(Repository.Root(), Usual);

    /// <summary>What goes into the README of the project: the tables that say most.</summary>
    public string Summary()
    {
        var report = new Report(level: 3);
        Write(report, Comparison, ComparisonTable.Write);
        Write(report, Peak, PeakTable.Write);
        Write(report, Operations, OperationTable.WriteArithmetic);
        Write(report, Scaling, ScalingTable.WriteBatches);
        report.Paragraph($"Everything else that was measured: [{Usual}]({Usual}).");
        return report.ToString();
    }

    public string Everything()
    {
        var report = new Report();
        report.Heading("Results on a CPU");
        report.Paragraph(
            "Written from the JSON lines beside it by `dotnet run -c Release --project benchmarks/ScratchGan.Benchmarks -- measure`, which measures everything "
            + "anew, or `-- readme`, which does not. Single operations were measured in this process by BenchmarkDotNet.");
        Write(report, Comparison, ComparisonTable.Write);
        Write(report, Peak, PeakTable.Write);
        Write(report, Operations, OperationTable.Write);
        Write(report, Scaling, ScalingTable.Write);
        if (File.Exists(Plot))
            report.Paragraph($"![Milliseconds of one image against batch, image size, features and threads]({Path.GetFileName(Plot)})");
        return report.ToString();
    }

    /// <summary>A table with where, when and how its numbers were found; nothing when they were not.</summary>
    private static void Write(Report report, string file, Action<Report, Measurements> table)
    {
        if (!File.Exists(file))
            return;
        Measurements all = Measurements.Read(file);
        table(report, all);
        foreach (JsonElement machine in all.Find("machine"))
            report.Paragraph(
                Caution(machine) + $"{Text(machine, "cores")} cores of {Text(machine, "processor")}, vectors of {Text(machine, "vectorBits")} bits, {Text(machine, "system")}, "
                + $"{Text(machine, "runtime")}, {Text(machine, "date")}: `{Text(machine, "command")}`");
    }

    /// <summary>Times are worth little when something else ran.</summary>
    private static string Caution(JsonElement machine) =>
        Measurements.Number(machine, "othersShare") is double share && share > Undisturbed
            ? $"**Not to be relied on: other programs had {Report.Percent(share)} of the processors meanwhile.** "
            : "";

    private static string Text(JsonElement line, string field) => line.GetProperty(field).ToString();
}
