using System.CommandLine;
using ScratchGan.Benchmarks;

// Each command prints one JSON line. Example:
//   dotnet run -c Release --project benchmarks/ScratchGan.Benchmarks -- step --image-size 64 --channels 3 --features 64 --batch 64 --threads 2
var commands = new RootCommand("Benchmarks of ScratchGan") { StepBenchmark.Command(), PeakBenchmark.Command() };
try
{
    return commands.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is ArgumentException or OutOfMemoryException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
