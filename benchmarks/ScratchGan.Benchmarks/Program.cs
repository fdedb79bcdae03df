using System.CommandLine;
using ScratchGan.Benchmarks;
using ScratchGan.Benchmarks.Comparison;
using ScratchGan.Benchmarks.Gpu;
using ScratchGan.Benchmarks.Peak;
using ScratchGan.Benchmarks.Readme;
using ScratchGan.Benchmarks.Scaling;
using ScratchGan.Benchmarks.Suite;
using ScratchGan.Kernels.Gpu;

// Each command prints one JSON line for each thing it measures. Example:
//   dotnet run -c Release --project benchmarks/ScratchGan.Benchmarks -- step --image-size 64 --channels 3 --features 64 --batch 64 --threads 2
var commands = new RootCommand("Benchmarks of ScratchGan")
{
    StepBenchmark.Command(), OperationSuite.Command(), PeakBenchmark.Command(), CompareCommand.Command(), ScalingCommand.Command(), MeasureCommand.Command(),
    ReadmeCommand.Command(), GpuBenchmark.Command(), SummaryReport.Command(),
};
ParseResult commandLine = commands.Parse(args);
try
{
    if (args is [OperationSuite.Name, .. string[] options])
        return OperationSuite.Run(options);
    if (commandLine.Errors.Count == 0)
        return commandLine.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    string[] words = commandLine.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    Console.Error.WriteLine(string.Join(' ', words));
}
catch (KernelException error)
{
    Console.Error.WriteLine($"--device {error.Message}");
}
catch (NotSupportedException error)
{
    Console.Error.WriteLine($"--precision: {error.Message}");
}
catch (Exception error) when (error is ArgumentException or OutOfMemoryException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message.ReplaceLineEndings(" "));
}
return 2;
