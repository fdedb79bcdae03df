using System.Text.Json;
using ScratchGan.Data;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed class EvaluateTests : IDisposable
{
    private static readonly string[] Small = ["--quick", "--count", "150", "--image-size", "16", "--train-images", "1500"];
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Other drawings of the same digits: every number is near its floor, and the last line of the output says so.</summary>
    [Fact]
    public async Task Real_digits_are_as_good_as_real_digits_and_a_saved_classifier_gives_the_same_numbers()
    {
        JsonElement first = Result(await Run(["--samples", "digits", "--threads", "1", "--out", _folder.In("scores"), .. Small]));
        Assert.Equal(("evaluate", 150, "1×16×16"), (first.GetProperty("name").GetString(), first.GetProperty("count").GetInt32(),
            first.GetProperty("shape").GetString()));
        Assert.InRange(first.GetProperty("classifier").GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.Empty(first.GetProperty("omitted").EnumerateArray());
        Dictionary<string, (double Value, double Floor)> metrics = Metrics(first);
        Assert.Equal(12, metrics.Count);
        Assert.InRange(metrics["SWD"].Value, 0.5 * metrics["SWD"].Floor, 2 * metrics["SWD"].Floor);
        Assert.InRange(metrics["FD"].Value, 0.5 * metrics["FD"].Floor, 2 * metrics["FD"].Floor);
        Assert.InRange(metrics["coverage"].Value, 0.8 * metrics["coverage"].Floor, 1);
        Assert.Equal((10, 10), metrics["classes found"]);
        string[] files = [.. Directory.EnumerateFiles(_folder.In("scores")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["classifier.safetensors", "metrics.json", "metrics.svg", "metrics.txt", "neighbours.png"], files);
        Assert.Contains("<svg", await File.ReadAllTextAsync(_folder.In("scores", "metrics.svg"), TestContext.Current.CancellationToken));

        JsonElement second = Result(await Run(["--samples", "digits", "--threads", "2", "--classifier", _folder.In("scores"), .. Small]));
        Assert.Equal(first.GetProperty("metrics").GetRawText(), second.GetProperty("metrics").GetRawText());

        string classifier = _folder.In("scores", "classifier.safetensors");
        await AssertRefused(
            ["--samples", "digits", "--seed", "9", "--classifier", classifier, "--out", _folder.In("other"), .. Small],
            $"--classifier {classifier}: ", "expected one trained on digits", "found one trained on digits");
        Assert.False(Directory.Exists(_folder.In("other")));
    }

    /// <summary>
    /// A generator that has taken two steps draws noise: all that measures likeness is far from the floor, and no label means no training on it.
    /// </summary>
    [Fact]
    public async Task A_run_folder_is_judged_by_its_generator()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        JsonElement result = Result(await Run(["--samples", _folder.In("run"), .. Small]));
        Dictionary<string, (double Value, double Floor)> metrics = Metrics(result);
        Assert.True(metrics["SWD"].Value > 3 * metrics["SWD"].Floor, $"{metrics["SWD"]}");
        Assert.True(metrics["FD"].Value > 3 * metrics["FD"].Floor, $"{metrics["FD"]}");
        Assert.InRange(metrics["coverage"].Value, 0, 0.3);
        JsonElement omitted = Assert.Single(result.GetProperty("omitted").EnumerateArray());
        Assert.Equal("run: expected labelled images, found none with a label", omitted.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Bad_input_is_one_line_and_exit_code_2()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        await AssertRefused(["--samples", _folder.In("nowhere")], $"--samples {_folder.In("nowhere")}: expected", "found nothing");
        await AssertRefused(["--samples", "digits", "--reference", _folder.In("nowhere")], $"--reference {_folder.In("nowhere")}: expected", "found nothing");
        await AssertRefused(["--samples", _folder.In("run"), "--image-size", "32"], "--image-size: expected 16", "found 32");
        await AssertRefused(["--samples", "digits", "--count", "5001"], "--count: expected at most 5000, found 5001");
        await AssertRefused(["--samples", "digits", "--epochs", "0"], "--epochs: expected at least 1, found 0");
        File.WriteAllBytes(_folder.In("run", "checkpoint.safetensors"), [1, 2, 3]);
        await AssertRefused(["--samples", _folder.In("run")], _folder.In("run", "checkpoint.safetensors"), "expected a whole and unaltered checkpoint");
    }

    [Fact]
    public async Task A_classifier_that_is_not_there_or_none_is_refused_before_anything_is_written()
    {
        string[] arguments = ["--samples", "digits", "--out", _folder.In("scores"), .. Small, "--classifier"];
        string missing = _folder.In("missing"), bare = Directory.CreateDirectory(_folder.In("bare")).FullName, text = _folder.In("text");
        File.WriteAllText(text, "no classifier");
        await AssertRefused([.. arguments, missing], $"--classifier {missing}: expected a classifier.safetensors", "found nothing");
        await AssertRefused(
            [.. arguments, bare], $"--classifier {bare}: expected a classifier.safetensors, or a folder that holds one", "found a folder without");
        await AssertRefused([.. arguments, text], $"--classifier {text}: expected");
        Assert.False(Directory.Exists(_folder.In("scores")));
    }

    [Fact]
    public async Task Too_few_images_for_any_metric_are_refused_before_a_classifier_is_trained()
    {
        string few = Directory.CreateDirectory(_folder.In("few")).FullName;
        for (byte i = 0; i < 3; i++)
            File.WriteAllBytes(Path.Combine(few, $"{i}.png"), ImageFile.EncodePng([.. Enumerable.Repeat((byte)(80 * i), 64)], 8, 8, channels: 1));
        await AssertRefused(["--samples", "digits", "--count", "5", "--out", _folder.In("scores")], "--count: expected at least 10", "found 5");
        await AssertRefused(["--samples", few, "--reference", "faces", "--quick"], $"--samples {few}: expected at least 10 images", "found 3");
        await AssertRefused(["--samples", "digits", "--reference", few, "--quick"], $"--reference {few}: expected enough real images", "enough for 1");
        Assert.False(Directory.Exists(_folder.In("scores")));
    }

    [Fact]
    public async Task A_folder_with_files_of_others_is_refused()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        string[] before = Directory.GetFileSystemEntries(_folder.In("run"));
        await AssertRefused(
            ["--samples", _folder.In("run"), "--out", _folder.In("run"), .. Small],
            $"--out {_folder.In("run")}: expected a new or empty folder, or one of an earlier evaluation, found files such as checkpoint.best.safetensors");
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(_folder.In("run")).Order());
    }

    private async Task AssertRefused(string[] arguments, params string[] parts)
    {
        ExampleProgram.Outcome outcome = await Run(arguments);
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line));
    }

    private Task<ExampleProgram.Outcome> Run(string[] arguments) => ExampleProgram.Run("Evaluate", arguments, temporaryFolder: _folder.Path);

    /// <summary>Numbers by the part of the name before the feature space.</summary>
    private static Dictionary<string, (double Value, double Floor)> Metrics(JsonElement result) => result.GetProperty("metrics").EnumerateArray().ToDictionary(
        metric => metric.GetProperty("name").GetString()!.Split('[')[0], metric =>
            (metric.GetProperty("value").GetDouble(), metric.GetProperty("floor").GetDouble()));

    private static JsonElement Result(ExampleProgram.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }
}
