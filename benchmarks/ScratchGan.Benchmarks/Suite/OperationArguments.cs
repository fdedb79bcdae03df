using BenchmarkDotNet.Configs;
using BenchmarkDotNet.ConsoleArguments;
using BenchmarkDotNet.Loggers;

namespace ScratchGan.Benchmarks.Suite;

/// <summary>
/// BenchmarkDotNet's options, and --output FILE. Two of its usual choices are others here, unless the command line says so: cases run in this process, and
/// an iteration takes 150 ms.
/// </summary>
internal sealed class OperationArguments
{
    public const string OutputName = "--output";
    private const string InProcess = "--inProcess";
    private const string IterationTime = "--iterationTime";
    private const string UsualMilliseconds = "150";

    /// <summary>With one of these, BenchmarkDotNet builds programs of its own, or was told to run in this one.</summary>
    private static readonly string[] Processes = [InProcess, "-i", "--runtimes", "-r", "--coreRun", "--cli"];

    private static readonly string[] Questions = ["--help", "--version"];
    private static readonly string[] Selections = ["--filter", "-f", "--list", "--info", "--allCategories", "--anyCategories", "--attribute"];
    private readonly List<string> _given;

    /// <exception cref="ArgumentException">an output without a file</exception>
    public OperationArguments(IReadOnlyList<string> given)
    {
        _given = [.. given];
        int at = _given.IndexOf(OutputName);
        if (at < 0)
            return;
        Output = at + 1 < _given.Count ? _given[at + 1] : throw new ArgumentException($"{OutputName}: expected a file, found nothing");
        _given.RemoveRange(at, 2);
    }

    public string? Output { get; }

    public bool AreQuestion => _given.Any(Questions.Contains);

    /// <summary>Lists and descriptions measure nothing.</summary>
    public bool MeasureNothing => _given.Contains("--list") || _given.Contains("--info");

    /// <summary>Without a selection BenchmarkDotNet asks for one.</summary>
    public bool Select => _given.Any(argument => Selections.Contains(argument.Split('=')[0]));

    /// <summary>Whether a filter names a form of the operations.</summary>
    public bool Name(Implementation implementation) => _given.Any(argument => argument.Contains($".{implementation}", StringComparison.OrdinalIgnoreCase));

    /// <summary>For BenchmarkDotNet.</summary>
    public string[] All => [.. _given, .. Defaults()];

    /// <summary>What is wrong with them, in one line; null when nothing is. The answer to a question is written out.</summary>
    public string? Mistake(IConfig config)
    {
        var said = new AccumulationLogger();
        if (ConfigParser.Parse(All, said, config).isSuccess)
            return null;
        string[] lines = said.GetLog().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!AreQuestion)
            return lines[Array.IndexOf(lines, "ERROR(S):") + 1];
        Console.Write(said.GetLog());
        return null;
    }

    private IEnumerable<string> Defaults()
    {
        if (!_given.Any(Processes.Contains))
            yield return InProcess;
        if (_given.Contains(IterationTime))
            yield break;
        yield return IterationTime;
        yield return UsualMilliseconds;
    }
}
