using System.Text.Json;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class RingTests
{
    [Fact]
    public async Task A_short_run_learns_draws_frames_and_ends_with_a_line_of_JSON()
    {
        using var folder = new TemporaryFolder();
        string target = Path.Combine(folder.Path, "ring");
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("Ring", ["--quick", "--out", target]);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        string line = outcome.Output.TrimEnd().Split('\n')[^1];
        Assert.Equal(line, File.ReadAllText(Path.Combine(target, "results.json")).TrimEnd());
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement seed = Assert.Single(json.RootElement.GetProperty("seeds").EnumerateArray());
        Assert.Equal(8, seed.GetProperty("after").GetProperty("modes").GetInt32());
        // 1 − e^(−9/2) = 0.9889; four standard errors of 2,500 draws are 0.0084.
        Assert.Equal(0.9889, json.RootElement.GetProperty("ceiling").GetProperty("highQuality").GetDouble(), 0.0084);
        Assert.Equal(6, Directory.GetFiles(target, "frame-*.png").Length);
        Assert.True(File.Exists(Path.Combine(target, "frames.png")));
        ExampleProgram.Outcome again = await ExampleProgram.Run("Ring", ["--quick", "--out", target]);
        Assert.Equal((2, $"--out {target}: expected a folder without a run, found results.json there"), (again.ExitCode, again.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("--data", "square")]
    [InlineData("--seeds", "0")]
    [InlineData("--steps", "many")]
    [InlineData("--colour", "red")]
    public async Task Bad_input_is_one_line_that_names_it(string option, string value)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("Ring", [option, value]);
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(option == "--colour" ? option : value, line);
    }
}
