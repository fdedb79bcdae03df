using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class R3GanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_training_that_goes_on_ends_with_the_bytes_and_the_line_of_one_that_did_not_stop()
    {
        string[] common = ["--data", "digits", "--image-size", "16", "--threads", "1"];
        string whole = Target("whole"), parts = Target("parts");
        string expected = LastLine(await Done([.. common, "--steps", "5", "--out", whole]));
        await Done([.. common, "--steps", "2", "--out", parts]);
        string found = LastLine(await Done([.. common, "--steps", "5", "--out", parts, "--resume"]));
        Assert.Equal(Checkpoint(whole), Checkpoint(parts));
        Assert.Equal(expected, found);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(whole, "results.json")).TrimEnd());
        using JsonDocument json = JsonDocument.Parse(expected);
        Assert.Equal(5, json.RootElement.GetProperty("steps").GetInt64());
        Assert.Equal(["samples-000000.png", "samples-000005.png"], Directory.GetFiles(whole, "*.png").Select(Path.GetFileName).Order());

        ExampleProgram.Outcome again = await ExampleProgram.Run("R3Gan", [.. common, "--steps", "5", "--out", whole]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--resume", Assert.Single(again.Error.TrimEnd().Split('\n')));
        ExampleProgram.Outcome other = await ExampleProgram.Run("R3Gan", [.. common, "--steps", "9", "--seed", "2", "--out", whole, "--resume"]);
        Assert.Equal((2, $"--seed: expected 1, as the run in {whole} has, found 2"), (other.ExitCode, other.Error.TrimEnd()));
        ExampleProgram.Outcome larger = await ExampleProgram.Run("R3Gan", ["--image-size", "32", "--out", whole, "--resume"]);
        Assert.Equal((2, $"--image-size: expected 16, as the run in {whole} has, found 32"), (larger.ExitCode, larger.Error.TrimEnd()));
        string[] fewer = ["--steps", "4", "--out", whole, "--resume"];
        ExampleProgram.Outcome shorter = await ExampleProgram.Run("R3Gan", fewer);
        Assert.Equal((2, $"--steps: expected at least 5, the steps that the run in {whole} has taken, found 4"), (shorter.ExitCode, shorter.Error.TrimEnd()));
        // Nothing said again, and then a run that is lengthened.
        Assert.Equal(expected, LastLine(await Done(["--out", whole, "--resume"])));
        Assert.Contains("step      6: distance", (await Done(["--out", whole, "--resume", "--steps", "6"])).Output);
    }

    /// <summary>The run's own grid is drawn again, and the run is judged.</summary>
    [Fact]
    public async Task A_run_folder_is_a_model_to_draw_with_and_to_judge()
    {
        string run = Target("run"), drawn = Target("drawn");
        await Done(["--data", "digits", "--image-size", "16", "--steps", "2", "--seed", "3", "--out", run]);
        ExampleProgram.Outcome sample = await ExampleProgram.Run("Sample", ["--model", run, "--seed", "3", "--out", drawn]);
        Assert.True(sample.ExitCode == 0, sample.Error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(run, "samples-000002.png")), File.ReadAllBytes(Path.Combine(drawn, "grid.png")));
        ExampleProgram.Outcome onnx = await ExampleProgram.Run("Sample", ["--model", run, "--onnx", "--out", drawn]);
        Assert.Contains("--onnx: expected a DCGAN that judges single images, found r3gan", onnx.Error);

        ExampleProgram.Outcome judged = await ExampleProgram.Run(
            "Evaluate", ["--samples", run, "--quick", "--count", "150", "--train-images", "1500"], temporaryFolder: _folder.Path);
        Assert.True(judged.ExitCode == 0, judged.Error);
        using JsonDocument scores = JsonDocument.Parse(LastLine(judged));
        Assert.Equal(("1×16×16", 150), (scores.RootElement.GetProperty("shape").GetString(), scores.RootElement.GetProperty("count").GetInt32()));
    }

    [Theory]
    [InlineData("--data", "nowhere")]
    [InlineData("--image-size", "33")]
    [InlineData("--steps", "0")]
    [InlineData("--threads", "few")]
    [InlineData("--colour", "red")]
    public async Task Bad_input_is_one_line_that_names_it(string option, string value)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("R3Gan", [option, value, "--out", Target("bad")]);
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.Contains(option == "--colour" ? option : value, line);
        Assert.False(Directory.Exists(Target("bad")));
    }

    /// <summary>The lesson has data, sizes and lengths of its own, and what it did not heed it does not take.</summary>
    [Theory]
    [InlineData("--data: expected no --lesson, found both", "--lesson", "--data", "digits")]
    [InlineData("--image-size: expected no --lesson, found both", "--lesson", "--image-size", "16")]
    [InlineData("--quick: expected no --lesson, found both", "--lesson", "--quick")]
    [InlineData("--resume: expected no --lesson, found both", "--lesson", "--resume")]
    [InlineData("--configuration: expected with it --lesson, found none", "--configuration", "relativistic-r1")]
    [InlineData(
        "--configuration: expected one of all, non-saturating-r1-r2, relativistic-r1, relativistic-r1-r2, found r2", "--lesson", "--configuration", "r2")]
    public async Task An_option_of_the_other_kind_of_run_is_refused(string expected, params string[] arguments)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("R3Gan", [.. arguments, "--out", Target("bad")]);
        Assert.Equal((2, expected), (outcome.ExitCode, outcome.Error.TrimEnd()));
    }

    /// <summary>Data are found again from anywhere: options.json has their full name.</summary>
    [Fact]
    public async Task A_run_goes_on_whatever_the_current_folder()
    {
        string few = Path.GetRelativePath(Environment.CurrentDirectory, Target("images"));
        Directory.CreateDirectory(few);
        for (int i = 0; i < 200; i++)
            File.WriteAllBytes(Path.Combine(few, $"{i}.png"), ImageFile.EncodePng([.. Enumerable.Range(0, 256).Select(j => (byte)(i + j))], 16, 16, channels: 1));
        string run = Target("run");
        await Done(["--data", few, "--image-size", "16", "--steps", "1", "--out", run], _folder.Path);
        Assert.Contains(Target("images").Replace("\\", "\\\\", StringComparison.Ordinal), File.ReadAllText(Path.Combine(run, "options.json")));
        await Done(["--out", run, "--resume", "--steps", "2"], _folder.Path);
    }

    [Fact]
    public async Task A_folder_without_a_training_cannot_be_gone_on_with()
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("R3Gan", ["--data", "digits", "--image-size", "16", "--out", Target("none"), "--resume"]);
        Assert.Equal((2, $"--resume: expected a checkpoint in {Target("none")}, found none"), (outcome.ExitCode, outcome.Error.TrimEnd()));
    }

    [Fact]
    public async Task Too_few_images_are_one_line_that_names_the_option()
    {
        string few = Target("few");
        Directory.CreateDirectory(few);
        File.WriteAllBytes(Path.Combine(few, "0.png"), ImageFile.EncodePng(new byte[64], 8, 8, channels: 1));
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("R3Gan", ["--data", few, "--out", Target("none")], temporaryFolder: _folder.Path);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith($"--data {few}: expected at least 200 images", Assert.Single(outcome.Error.TrimEnd().Split('\n')));
    }

    private string Target(string name) => Path.Combine(_folder.Path, name);

    private static byte[] Checkpoint(string folder) => File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors"));

    private static string LastLine(ExampleProgram.Outcome outcome) => outcome.Output.TrimEnd().Split('\n')[^1];

    private static async Task<ExampleProgram.Outcome> Done(string[] arguments, string? temporaryFolder = null)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("R3Gan", arguments, temporaryFolder: temporaryFolder);
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        return outcome;
    }
}
