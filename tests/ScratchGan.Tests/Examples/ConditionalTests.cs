using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class ConditionalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The short form learns; a run that lost its newest checkpoint goes on from the one before to the same bytes; the run folder is a model that draws
    /// classes.
    /// </summary>
    [Fact]
    public async Task A_short_run_learns_goes_on_exactly_and_leaves_a_model_that_draws_classes()
    {
        JsonElement first = Result(await Run("--quick", "--out", In("run"), "--threads", "1"));
        Assert.Equal(("conditional", "digits", "projection"), (Text(first, "name"), Text(first, "data"), Text(first, "condition")));
        Assert.InRange(Number(first, "agreementBefore"), 0.05, 0.15);
        Assert.InRange(Number(first, "agreement"), Number(first, "agreementBefore") + 0.3, 1);
        Assert.InRange(Number(first, "realAccuracy"), 0.9, 1);
        Assert.Equal(Number(first, "realAccuracy") - Number(first, "syntheticAccuracy"), Number(first, "gap"), 1e-9);
        // 10 classes, 10 columns.
        Assert.Equal((10 * 18 - 2, 10 * 18 - 2, "PNG"), ImageFile.Probe(Bytes("run", "samples-000300.png")));

        byte[] checkpoint = Bytes("run", "checkpoint.safetensors");
        File.Move(In("run", "checkpoint.previous.safetensors"), In("run", "checkpoint.safetensors"), overwrite: true);
        // The options of the run need not be said again.
        JsonElement second = Result(await Run("--out", In("run"), "--resume", "--threads", "2"));
        Assert.Equal(checkpoint, Bytes("run", "checkpoint.safetensors"));
        foreach (string name in (string[])["agreementBefore", "syntheticAccuracy"])
            Assert.Equal(Number(first, name), Number(second, name));

        await Sample("--model", In("run"), "--count", "25", "--out", In("rows"));
        Assert.Equal((3 * 18 - 2, 10 * 18 - 2, "PNG"), ImageFile.Probe(Bytes("rows", "grid.png")));
        await Sample("--model", In("run"), "--class", "7", "--count", "4", "--interpolate", "2", "--frames", "3", "--out", In("sevens"));
        Assert.Equal((2 * 18 - 2, 2 * 18 - 2, "PNG"), ImageFile.Probe(Bytes("sevens", "grid.png")));
        await Sample("--model", In("run"), "--class", "4", "--count", "4", "--out", In("fours"));
        Assert.NotEqual(Bytes("sevens", "grid.png"), Bytes("fours", "grid.png"));
        string[] model = ["--model", In("run"), "--out", In("none")];
        AssertRefused(await ExampleProgram.Run("Sample", [.. model, "--class", "10"]), "--class: expected a number from 0 to 9", "found 10");
        AssertRefused(await ExampleProgram.Run("Sample", [.. model, "--onnx"]), "--onnx: expected a DCGAN", "found dcgan, 10 classes");
        AssertRefused(await ExampleProgram.Run("Sample", [.. model, "--interpolate", "3"]), "--interpolate: expected --class");
        AssertRefused(await Run("--quick", "--out", In("run")), In("run"), "expected a folder without a run, or --resume");
        string[] again = ["--out", In("run"), "--resume"];
        string has = $"as the run in {In("run")} has, found ";
        AssertRefused(await Run([.. again, "--condition", "auxiliary"]), $"--condition: expected projection, {has}auxiliary");
        AssertRefused(await Run([.. again, "--quick", "--steps", "400"]), $"--steps: expected 300, {has}400");
        AssertRefused(await Run([.. again, "--quick", "false"]), $"--quick: expected true, {has}false");
        AssertRefused(await Run([.. again, "--data", "faces:smile"]), $"--data: expected digits, {has}faces:smile");
        File.WriteAllText(In("run", "options.json"), "[{}]");
        AssertRefused(await Run(again), $"{In("run", "options.json")}: expected the options of a run");
    }

    [Theory]
    [InlineData("--condition", "magic", "expected one of concatenation, projection, batch-norm, auxiliary, found magic")]
    [InlineData("--image-size", "30", "expected 16, 32, 64 or 128, found 30")]
    [InlineData("--steps", "0", "expected at least 1, found 0")]
    [InlineData("--threads", "none", "none")]
    [InlineData("--data", "stacked:digits", "expected images of 2 to 64 classes", "found 1000")]
    [InlineData("--data", "faces:nose", "faces:nose: expected one of")]
    [InlineData("--colour", "red", "--colour")]
    public async Task Bad_input_is_one_line_that_names_it(string option, string value, params string[] parts) =>
        AssertRefused(await Run(option, value), [option == "--threads" ? value : option == "--data" ? value : option, .. parts]);

    [Fact]
    public async Task Help_names_the_condition_as_the_option_does() =>
        Assert.Contains("[default: projection]", (await Run("--help")).Output);

    [Fact]
    public async Task Images_without_labels_or_too_few_are_one_line()
    {
        Directory.CreateDirectory(In("images", "cats"));
        Directory.CreateDirectory(In("images", "dogs"));
        Directory.CreateDirectory(In("flat"));
        for (int i = 0; i < 3; i++)
            foreach (string folder in (string[])["flat", "images/cats", "images/dogs"])
                File.WriteAllBytes(In(folder, $"{i}.png"), ImageFile.EncodePng(new byte[64], 8, 8, channels: 1));
        AssertRefused(
            await Run("--data", In("flat")), $"--data {In("flat")}: expected images of 2 to 64 classes", "a folder with a sub-folder for each class",
            "found none with a label");
        AssertRefused(await Run("--data", In("images")), $"--data {In("images")}: expected at least 200 images", "found 6");
        AssertRefused(await Run("--resume"), "--resume: expected a folder with a checkpoint in --out, found no --out");
        AssertRefused(await Run("--resume", "--quick", "--out", In("nowhere")), $"--resume: expected a checkpoint in {In("nowhere")}, found none");
        Assert.False(Directory.Exists(In("nowhere")));
    }

    private string In(params string[] names) => Path.Combine([_folder.Path, .. names]);

    private byte[] Bytes(params string[] names) => File.ReadAllBytes(In(names));

    private Task<ExampleProgram.Outcome> Run(params string[] arguments) => ExampleProgram.Run("Conditional", arguments, _folder.Path);

    private static async Task Sample(params string[] arguments)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run("Sample", arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private JsonElement Result(ExampleProgram.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, $"exit code {outcome.ExitCode}\n{outcome.Output}\n{outcome.Error}");
        string line = outcome.Output.TrimEnd().Split('\n')[^1];
        Assert.Equal(line, File.ReadAllText(In("run", "results.json")).TrimEnd());
        return JsonDocument.Parse(line).RootElement;
    }

    private static void AssertRefused(ExampleProgram.Outcome outcome, params string[] parts)
    {
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line));
    }

    private static double Number(JsonElement result, string name) => result.GetProperty(name).GetDouble();

    private static string? Text(JsonElement result, string name) => result.GetProperty(name).GetString();
}
