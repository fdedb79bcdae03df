using System.CommandLine;
using ScratchGan.Benchmarks;

// Each command prints one JSON line. Example:
//   dotnet run -c Release --project benchmarks/ScratchGan.Benchmarks -- step --image-size 64 --channels 3 --features 64 --batch 64 --threads 2
var commands = new RootCommand("Benchmarks of ScratchGan") { StepBenchmark.Command(), PeakBenchmark.Command() };
ParseResult commandLine = commands.Parse(args);
try
{
    if (commandLine.Errors.Count == 0)
        return commandLine.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    Console.Error.WriteLine(commandLine.Errors[0].Message);
}
catch (Exception error) when (error is ArgumentException or OutOfMemoryException)
{
    Console.Error.WriteLine(error.Message);
}
return 2;
