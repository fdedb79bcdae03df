using System.Text.Json;
using ScratchGan.Benchmarks.Operations;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>Operations beside each other: a row a size, a column a form.</summary>
internal static class OperationTable
{
    public const string Arithmetic = "GFLOP/s";
    public const string Memory = "GB/s";

    private static readonly IReadOnlyDictionary<Implementation, string> Titles = new Dictionary<Implementation, string>
    {
        [Implementation.Scalar] = "plain loops",
        [Implementation.SimdOneThread] = "SIMD, one thread",
        [Implementation.Simd] = "SIMD, all threads",
        [Implementation.OpenCl] = "OpenCL",
        [Implementation.Cuda] = "CUDA",
    };

    public static void Write(Report report, Measurements all) => Write(report, [.. all.Find("operation")]);

    /// <summary>Only those that arithmetic limits: products and convolutions.</summary>
    public static void WriteArithmetic(Report report, Measurements all) =>
        Write(report, [.. all.Find("operation").Where(line => Measurements.Is(line, "unit", Arithmetic))]);

    private static void Write(Report report, JsonElement[] lines)
    {
        Implementation[] forms = [.. Titles.Keys.Where(form => lines.Any(line => Is(line, form)))];
        if (forms.Length == 0)
            return;
        report.Table(
            "Operations",
            $"At the sizes of a DCGAN with 64 features, batch {OperationBenchmark.Batch}; the plain loops, far slower, get one image, so that all rates are those "
            + "of an image. GFLOP/s, or GB/s where memory is the limit, and the share of the machine's peak; more than 100 % of memory's where a cache holds the "
            + "arrays. The last column is the best form's speed over the plain loops'. Every form was checked against them before it was timed.",
            ["operation", "size", "unit", .. forms.Select(form => Titles[form]), "× plain"]);
        foreach (IGrouping<(string Operation, string Size), JsonElement> row in lines.GroupBy(line => (Text(line, "operation"), Text(line, "size"))))
            report.Row([
                row.Key.Operation, row.Key.Size, Text(row.First(), "unit"), .. forms.Select(form => Cell(row, form)),
                Report.Number(row.Max(line => Measurements.Number(line, "timesScalar") ?? double.NaN), "0.0"),
            ]);
        report.EndTable();
    }

    private static string Cell(IEnumerable<JsonElement> row, Implementation form) => string.Join("", row.Where(line => Is(line, form)).Select(line =>
    {
        double rate = Measurements.Number(line, "rate") ?? double.NaN;
        string shown = Report.Number(rate, rate < 10 ? "0.00" : "0");
        return Measurements.Number(line, "shareOfPeak") is double share ? $"{shown} ({Report.Percent(share)})" : shown;
    }));

    private static bool Is(JsonElement line, Implementation form) => Measurements.Is(line, "implementation", form.ToString());

    private static string Text(JsonElement line, string field) => line.GetProperty(field).GetString()!;
}
