using System.Text.Json;
using ScratchGan.Data;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed class EvaluateTests : EvaluateProgram
{
    private static readonly string[] Small = ["--quick", "--count", "150", "--image-size", "16", "--train-images", "1500"];

    /// <summary>Other drawings of the same digits: every number is near its floor, and the last line of the output says so.</summary>
    [Fact]
    public async Task Real_digits_are_as_good_as_real_digits_and_a_saved_classifier_gives_the_same_numbers()
    {
        JsonElement first = Result(await Run(["--samples", "digits", "--threads", "1", "--out", Folder.In("scores"), .. Small]));
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
        string[] files = [.. Directory.EnumerateFiles(Folder.In("scores")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["classifier.safetensors", "metrics.json", "metrics.svg", "metrics.txt", "neighbours.png"], files);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Folder.In("scores", "metrics.svg"), TestContext.Current.CancellationToken));

        JsonElement second = Result(await Run(["--samples", "digits", "--threads", "2", "--classifier", Folder.In("scores"), .. Small]));
        Assert.Equal(first.GetProperty("metrics").GetRawText(), second.GetProperty("metrics").GetRawText());

        string classifier = Folder.In("scores", "classifier.safetensors");
        await AssertRefused(
            ["--samples", "digits", "--seed", "9", "--classifier", classifier, "--out", Folder.In("other"), .. Small],
            $"--classifier {classifier}: ", "expected one trained on digits", "found one trained on digits");
        Assert.False(Directory.Exists(Folder.In("other")));
    }

    /// <summary>
    /// A generator that has taken two steps draws noise: all that measures likeness is far from the floor, and no label means no training on it.
    /// </summary>
    [Fact]
    public async Task A_runFolder_is_judged_by_its_generator()
    {
        Train("--steps", "2", "--out", Folder.In("run")).AssertDone();
        JsonElement result = Result(await Run(["--samples", Folder.In("run"), .. Small]));
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
        Train("--steps", "2", "--out", Folder.In("run")).AssertDone();
        await AssertRefused(["--samples", Folder.In("nowhere")], $"--samples {Folder.In("nowhere")}: expected", "found nothing");
        await AssertRefused(["--samples", "digits", "--reference", Folder.In("nowhere")], $"--reference {Folder.In("nowhere")}: expected", "found nothing");
        await AssertRefused(["--samples", Folder.In("run"), "--image-size", "32"], "--image-size: expected 16", "found 32");
        await AssertRefused(["--samples", "digits", "--count", "5001"], "--count: expected at most 5000, found 5001");
        await AssertRefused(["--samples", "digits", "--epochs", "0"], "--epochs: expected at least 1, found 0");
        File.WriteAllBytes(Folder.In("run", "checkpoint.safetensors"), [1, 2, 3]);
        await AssertRefused(["--samples", Folder.In("run")], Folder.In("run", "checkpoint.safetensors"), "expected a whole and unaltered checkpoint");
    }

    [Fact]
    public async Task A_classifier_that_is_not_there_or_none_is_refused_before_anything_is_written()
    {
        string[] arguments = ["--samples", "digits", "--out", Folder.In("scores"), .. Small, "--classifier"];
        string missing = Folder.In("missing"), bare = Directory.CreateDirectory(Folder.In("bare")).FullName, text = Folder.In("text");
        File.WriteAllText(text, "no classifier");
        await AssertRefused([.. arguments, missing], $"--classifier {missing}: expected a classifier.safetensors", "found nothing");
        await AssertRefused(
            [.. arguments, bare], $"--classifier {bare}: expected a classifier.safetensors, or a folder that holds one", "found a folder without");
        await AssertRefused([.. arguments, text], $"--classifier {text}: expected");
        Assert.False(Directory.Exists(Folder.In("scores")));
    }

    [Fact]
    public async Task Too_few_images_for_any_metric_are_refused_before_a_classifier_is_trained()
    {
        string few = Directory.CreateDirectory(Folder.In("few")).FullName;
        for (byte i = 0; i < 3; i++)
            File.WriteAllBytes(Path.Combine(few, $"{i}.png"), ImageFile.EncodePng([.. Enumerable.Repeat((byte)(80 * i), 256)], 16, 16, channels: 1));
        await AssertRefused(["--samples", "digits", "--count", "5", "--out", Folder.In("scores")], "--count: expected at least 10", "found 5");
        await AssertRefused(["--samples", few, "--reference", "faces", "--quick"], $"--samples {few}: expected at least 10 images", "found 3");
        await AssertRefused(["--samples", "digits", "--reference", few, "--quick"], $"--reference {few}: expected enough real images", "enough for 1");
        Assert.False(Directory.Exists(Folder.In("scores")));
    }

    [Fact]
    public async Task AFolder_with_files_of_others_is_refused()
    {
        Train("--steps", "2", "--out", Folder.In("run")).AssertDone();
        string[] before = Directory.GetFileSystemEntries(Folder.In("run"));
        await AssertRefused(
            ["--samples", Folder.In("run"), "--out", Folder.In("run"), .. Small],
            $"--out {Folder.In("run")}: expected a new or empty folder, or one of an earlier evaluation, found files such as checkpoint.best.safetensors");
        Assert.Equal(before.Order(), Directory.GetFileSystemEntries(Folder.In("run")).Order());
    }
}
