using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ScratchGan.Benchmarks.Peak;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>Every operation in every form, by BenchmarkDotNet with all its options; see <see cref="OperationArguments"/>.</summary>
internal static class OperationSuite
{
    public const string Name = "ops";
    private const int Failed = 1;
    private const int BadOption = 2;

    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(10);

    /// <summary>For the list of commands; <see cref="Run"/> is called before anything is parsed.</summary>
    public static Command Command() => new(Name, "every operation, scalar, SIMD and on GPUs: BenchmarkDotNet's options, and --output FILE");

    public static int Run(IReadOnlyList<string> given)
    {
        var arguments = new OperationArguments(given);
        var peaks = new OperationPeaks(PeakBenchmark.Mebibytes);
        IConfig config = Config(peaks, Present(arguments));
        if (arguments.Mistake(config) is string mistake)
            return Refuse(mistake);
        if (arguments.AreQuestion)
            return 0;
        if (!arguments.Select && Console.IsInputRedirected)
            return Refuse("expected --filter, such as --filter '*Conv*'");
        var file = new ResultsFile(arguments.Output, CommandText.Of(given.Prepend(Name)));
        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(OperationSuite).Assembly).Run(arguments.All, config)];
        if (arguments.MeasureNothing)
            return 0;
        if (summaries.Length == 0)
            return Refuse("expected a --filter that matches an operation; --list flat shows them all");
        Save(summaries, peaks, file);
        return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : Failed;
    }

    private static HashSet<Implementation> Present(OperationArguments arguments) =>
        [.. Enum.GetValues<Implementation>().Where(form => Implementations.IsPresent(form, asked: arguments.Name(form)))];

    private static IConfig Config(OperationPeaks peaks, IReadOnlySet<Implementation> present) => DefaultConfig.Instance
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60).WithRatioStyle(RatioStyle.Trend))
        .WithBuildTimeout(BuildTimeout)
        .AddFilter(new SimpleFilter(benchmark => present.Contains(Implementations.Of(benchmark))))
        .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Median)
        .AddColumn(
            new OperationColumn("Rate", "GFLOP/s, or GB/s where memory is the limit", 0, Rate),
            new OperationColumn(
                "Peak", "Share of the machine's peak; more than 100 % of memory's where a cache holds the arrays", 1, result => Share(result, peaks)));

    private static string Rate(OperationResult result) =>
        $"{Report.Number(result.Rate, result.Rate < 10 ? "0.00" : "0.0")} {Unit(result)}";

    private static string Unit(OperationResult result) => result.Work.IsArithmetic ? OperationTable.Arithmetic : OperationTable.Memory;

    private static string Share(OperationResult result, OperationPeaks peaks) =>
        peaks.Of(result.Implementation, result.Work) is double peak ? Report.Percent(result.Rate / peak) : "";

    private static void Save(IEnumerable<Summary> summaries, OperationPeaks peaks, ResultsFile file)
    {
        IEnumerable<OperationResult> results = summaries
            .SelectMany(summary => summary.BenchmarksCases.Select(benchmark => OperationResult.Of(summary, benchmark)))
            .OfType<OperationResult>();
        foreach (OperationResult result in results.OrderBy(result => result.Operation).ThenBy(result => result.Place))
            file.Add(Line(result, peaks));
        file.Save();
    }

    private static object Line(OperationResult result, OperationPeaks peaks) => new
    {
        name = "operation",
        operation = result.Operation,
        size = result.Size,
        implementation = result.Implementation.ToString(),
        microsecondsPerImage = Math.Round(result.Nanoseconds * 1e-3, 3),
        spread = Math.Round(result.Spread, 3),
        unit = Unit(result),
        rate = Math.Round(result.Rate, 2),
        shareOfPeak = peaks.Of(result.Implementation, result.Work) is double peak ? Math.Round(result.Rate / peak, 3) : (double?)null,
        timesScalar = result.TimesScalar is double times ? Math.Round(times, 2) : (double?)null,
    };

    private static int Refuse(string message)
    {
        Console.Error.WriteLine($"{Name}: {message}");
        return BadOption;
    }
}
