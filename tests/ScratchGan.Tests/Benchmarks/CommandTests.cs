using ScratchGan.Tests.Examples;
using Xunit;

namespace ScratchGan.Tests.Benchmarks;

/// <summary>Bad options are one line on the error stream and exit code 2.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("ops", "--bogus")]
    [InlineData("ops", "--job", "bogus", "--filter", "*")]
    [InlineData("ops", "--filter", "*NothingLikeThis*")]
    [InlineData("ops", "--output")]
    [InlineData("compare", "--pairs", "0")]
    [InlineData("compare", "--configurations", "large")]
    [InlineData("peak", "--mebibytes", "0")]
    [InlineData("peak", "--threads", "0")]
    [InlineData("scaling", "--steps", "3")]
    [InlineData("readme", "--readme", "no/such/file.md")]
    public async Task Bad_options_are_one_line(params string[] arguments)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("ScratchGan.Benchmarks", arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }
}
