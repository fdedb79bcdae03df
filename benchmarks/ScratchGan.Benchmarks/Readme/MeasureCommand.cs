using System.CommandLine;
using ScratchGan.Benchmarks.Comparison;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Benchmarks.Scaling;
using ScratchGan.Benchmarks.Suite;

namespace ScratchGan.Benchmarks.Readme;

/// <summary>Measures everything on the CPU, one thing after another, and writes it down.</summary>
internal static class MeasureCommand
{
    private static readonly string[] AllOperations = ["--filter", "*", "--job", "short"];
    private static readonly string[] OneOperation = ["--filter", "*ConvTranspose2d*", "--job", "dry"];

    public static Command Command()
    {
        var quick = new Option<bool>("--quick") { Description = "small sizes, few operations, no libtorch: shows that everything runs" };
        Option<string?> results = ReadmeCommand.Results();
        Option<string?> readme = ReadmeCommand.Readme();
        var command = new Command("measure", "peak, ops, compare and scaling, and the tables of the README from them") { quick, results, readme };
        command.SetAction(result => Run(result.GetValue(quick), result.GetValue(results), result.GetValue(readme)));
        return command;
    }

    /// <summary>The largest exit code; what fails leaves its old results.</summary>
    private static int Run(bool quick, string? results, string? readme)
    {
        string path = results ?? ResultsFolder.UsualPath;
        var folder = new ResultsFolder(path);
        Directory.CreateDirectory(path);
        PeakBenchmark.Run(PeakBenchmark.Usual(), quick ? PeakBenchmark.QuickMebibytes : PeakBenchmark.Mebibytes, new ResultsFile(folder.Peak, "peak"));
        int code = OperationSuite.Run([.. quick ? OneOperation : AllOperations, OperationArguments.OutputName, folder.Operations]);
        if (!quick)
            code = Math.Max(code, CompareCommand.Run(
                Configuration.All, CompareCommand.UsualPairs, CompareCommand.UsualSteps, mainOnly: false, new ResultsFile(folder.Comparison, "compare")));
        ScalingCommand.Run(quick ? ScalingPlan.Quick : ScalingPlan.Full, folder.Plot, new ResultsFile(folder.Scaling, quick ? "scaling --quick" : "scaling"));
        return Math.Max(code, ReadmeCommand.Run(results, readme, check: false));
    }
}
