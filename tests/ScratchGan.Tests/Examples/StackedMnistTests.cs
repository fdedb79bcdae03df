using System.Text.Json;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class StackedMnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_run_that_goes_on_from_a_checkpoint_ends_as_one_that_nobody_stopped_and_both_say_that_little_was_learnt()
    {
        string run = Path.Combine(_folder.Path, "run"), newest = Path.Combine(run, "checkpoint.safetensors");
        string[] arguments = ["--quick", "--steps", "3", "--seed", "7", "--out", run];
        ExampleProgram.Outcome whole = await ExampleProgram.Run("StackedMnist", [.. arguments, "--threads", "1"]);
        Assert.True(whole.ExitCode == 1, $"exit code {whole.ExitCode}\n{whole.Output}\n{whole.Error}");
        string line = whole.Output.TrimEnd().Split('\n')[^1];
        Assert.Equal(line, File.ReadAllText(Path.Combine(run, "results.json")).TrimEnd());
        Assert.Equal(["samples-000000.png", "samples-000002.png", "samples-000003.png"],
            Directory.GetFiles(run, "samples-*.png").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(run, "modes.svg")));
        byte[] last = File.ReadAllBytes(newest);

        // As if it had been killed between the second step's checkpoint and the third's.
        File.Move(Path.Combine(run, "checkpoint.previous.safetensors"), newest, overwrite: true);
        ExampleProgram.Outcome resumed = await ExampleProgram.Run("StackedMnist", ["--threads", "2", "--out", run, "--resume"]);
        Assert.True(resumed.ExitCode == 1, $"exit code {resumed.ExitCode}\n{resumed.Output}\n{resumed.Error}");
        Assert.DoesNotContain("step 2 ", resumed.Output);
        Assert.Equal(last, File.ReadAllBytes(newest));
        Assert.Equal(Judged(line), Judged(resumed.Output.TrimEnd().Split('\n')[^1]));

        // 4,000 real images of 1000 equal classes: 1000·e⁻⁴ = 18 of them are missed.
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal(982, json.RootElement.GetProperty("floor").GetProperty("modes").GetInt32(), 16.0);
        using Device device = Device.Cpu(threads: 1);
        using TrainedGenerator drawn = TrainedGenerator.Load(newest, device);
        Assert.Equal((3L, 3, 16, 2), (drawn.Step, drawn.Shape.Channels, drawn.Shape.Width, drawn.Pack));
        drawn.LoadDiscriminator().Dispose();

        ExampleProgram.Outcome again = await ExampleProgram.Run("StackedMnist", arguments);
        AssertRefused(again, $"--out {run}: expected a folder without a run, or --resume");
        string[] more = ["--out", run, "--resume"];
        AssertRefused(await ExampleProgram.Run("StackedMnist", [.. more, "--seed", "8"]), $"--seed: expected 7, as the run in {run} has, found 8");
        AssertRefused(await ExampleProgram.Run("StackedMnist", [.. more, "--steps", "4"]), $"--steps: expected 3, as the run in {run} has, found 4");
    }

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--threads", "many")]
    [InlineData("--data", "no/such/folder")]
    [InlineData("--colour", "red")]
    public async Task Bad_input_is_one_line_that_names_it(string option, string value) =>
        AssertRefused(await ExampleProgram.Run("StackedMnist", [option, value]), option == "--colour" ? option : value);

    [Fact]
    public async Task Data_that_cannot_be_stacked_and_a_folder_without_a_run_are_refused()
    {
        AssertRefused(
            await ExampleProgram.Run("StackedMnist", ["--data", _folder.Path]), $"--data {_folder.Path}: expected", "four IDX files", "no test images");
        AssertRefused(await ExampleProgram.Run("StackedMnist", ["--data", "faces:smile"]), "faces", "10 classes", "found");
        AssertRefused(await ExampleProgram.Run("StackedMnist", ["--resume"]), "--resume", "--out");
        AssertRefused(
            await ExampleProgram.Run("StackedMnist", ["--quick", "--resume", "--out", _folder.Path]), $"--resume: expected a checkpoint in {_folder.Path}, found none");
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertRefused(ExampleProgram.Outcome outcome, params string[] parts)
    {
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        foreach (string part in parts)
            Assert.Contains(part, line);
    }

    /// <summary>Steps, modes and KL of every judgement of a result.</summary>
    private static (long, int, double)[] Judged(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return [.. json.RootElement.GetProperty("judgements").EnumerateArray().Select(judgement => (
            judgement.GetProperty("step").GetInt64(), judgement.GetProperty("modes").GetInt32(), judgement.GetProperty("kl").GetDouble()))];
    }
}
