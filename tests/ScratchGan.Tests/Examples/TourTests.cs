using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class TourTests
{
    [Fact]
    public async Task Every_number_of_the_tour_is_what_it_must_be()
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("Tour", []);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        string[] checks = [.. outcome.Output.Split('\n').Where(line => line.Contains("(must be ", StringComparison.Ordinal))];
        Assert.InRange(checks.Length, 18, 40);
        Assert.All(checks, line => Assert.StartsWith("  ok ", line));
        Assert.Contains("All numbers are what they must be.", outcome.Output);
        foreach (string chapter in (string[])["1. A tensor", "2. A gradient", "3. A gradient of a gradient", "4. A forger", "5. What \"the detective is at 50 %\""])
            Assert.Contains(chapter, outcome.Output);
    }
}
