using Xunit;

namespace ScratchGan.Tests.Examples;

/// <summary>A fault of the command line names the option, what was expected and what was found; no type of .NET.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Sample", "--model: expected a value as --help describes it, found nothing")]
    [InlineData("Sample", "--threads: expected a whole number of at most 2147483647, found abc", "--model", "run", "--threads", "abc")]
    [InlineData("Evaluate", "--seed: expected a whole number from 0 to 18446744073709551615, found -1", "--samples", "digits", "--seed", "-1")]
    [InlineData("Classifier", "--epochs: expected a whole number of at most 2147483647, found many", "--epochs", "many")]
    [InlineData("Conditional", "--threads: expected a whole number of at most 2147483647, found nothing", "--threads")]
    [InlineData("R3Gan", "--image-size: expected one of 16, 32, 64, found 33", "--image-size", "33")]
    [InlineData("StackedMnist", "--steps: expected one value, found 1 and 2", "--steps", "1", "--steps", "2")]
    [InlineData("Ring", "--bogus: expected one of the options that --help lists, found an unknown one", "--bogus", "1", "--threads", "abc")]
    [InlineData("Ring", "grid: expected one of the options that --help lists, found a word that belongs to none", "grid")]
    public async Task A_fault_is_one_line_in_plain_words(string example, string expected, params string[] arguments)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run(example, arguments);
        Assert.Equal((2, "", expected), (outcome.ExitCode, outcome.Output, outcome.Error.TrimEnd()));
    }
}
