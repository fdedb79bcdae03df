using System.Text.Json;
using Xunit;

namespace ScratchGan.Tests.Examples;

/// <summary>Calls of examples/Evaluate in a temporary folder.</summary>
public abstract class EvaluateProgram : IDisposable
{
    protected DcganFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Numbers by the part of the name before the feature space.</summary>
    protected static Dictionary<string, (double Value, double Floor)> Metrics(JsonElement result) =>
        result.GetProperty("metrics").EnumerateArray().ToDictionary(
            metric => metric.GetProperty("name").GetString()!.Split('[')[0],
            metric => (metric.GetProperty("value").GetDouble(), metric.GetProperty("floor").GetDouble()));

    /// <summary>The last line of the output.</summary>
    private protected static JsonElement Result(ExampleProgram.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }

    private protected Task<ExampleProgram.Outcome> Run(string[] arguments) => ExampleProgram.Run("Evaluate", arguments, temporaryFolder: Folder.Path);

    protected async Task AssertRefused(string[] arguments, params string[] parts)
    {
        ExampleProgram.Outcome outcome = await Run(arguments);
        Assert.True(outcome.ExitCode == 2, $"{outcome.ExitCode}: {outcome.Error}");
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line));
    }
}
