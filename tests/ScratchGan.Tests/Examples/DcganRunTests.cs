using System.Text.Json;
using System.Xml.Linq;
using ScratchGan.Data;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed class DcganRunTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_leaves_exactly_the_promised_files()
    {
        Train("--steps", "7", "--out", _folder.In("run")).AssertDone();
        Assert.Equal(
            [
                "checkpoint.best.safetensors", "checkpoint.previous.safetensors", "checkpoint.safetensors", "classes.jsonl", "config.json", "events.jsonl",
                "events.out.tfevents.0000000000.run", "losses.svg", "metrics.jsonl", "monitor.jsonl", "reals.png", "report.html",
                "samples-000000.png", "samples-000004.png", "samples-000007.png", "stats.jsonl",
            ],
            Directory.EnumerateFileSystemEntries(_folder.In("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([3, 6, 7], _folder.StatisticsSteps("run"));
        Assert.Equal("svg", XDocument.Load(_folder.In("run", "losses.svg")).Root!.Name.LocalName);
        using JsonDocument line = JsonDocument.Parse(File.ReadLines(_folder.In("run", "stats.jsonl")).First());
        Assert.Equal(
            ["step", "discriminatorLoss", "generatorLoss", "accuracyOnReal", "accuracyOnFake", "imagesPerSecond", "seconds", "detectorSeconds"],
            line.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void The_first_line_names_device_threads_data_and_folder_and_the_last_how_to_go_on()
    {
        DcganResult result = Train("--steps", "3", "--threads", "2", "--out", _folder.In("run")).AssertDone();
        string first = result.Output.Split('\n')[0];
        foreach (string text in (string[])["cpu", "2 threads", "digits: 60,000", _folder.In("run")])
            Assert.Contains(text, first, StringComparison.Ordinal);
        Assert.Contains("3 steps in", result.LastLine, StringComparison.Ordinal);
        Assert.Contains($"--resume --out {_folder.In("run")} --steps 6", result.LastLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("non-saturating")]
    [InlineData("minimax")]
    [InlineData("least-squares")]
    [InlineData("hinge")]
    [InlineData("wasserstein")]
    [InlineData("relativistic")]
    public void The_checkpoint_has_the_same_bits_for_any_threads_and_folder_and_after_a_stop(string objective)
    {
        string[] common = ["--objective", objective, "--batch", "7", "--checkpoint-every", "3"];
        Train([.. common, "--threads", "1", "--steps", "9", "--out", _folder.In("one")]).AssertDone();
        Train([.. common, "--threads", "2", "--steps", "9", "--out", _folder.In("two")]).AssertDone();
        Train([.. common, "--threads", "2", "--steps", "5", "--out", _folder.In("stopped")]).AssertDone();
        Call("--resume", "--steps", "9", "--threads", "1", "--out", _folder.In("stopped")).AssertDone();
        byte[] expected = _folder.Bytes("one", "checkpoint.safetensors");
        Assert.Equal(expected, _folder.Bytes("two", "checkpoint.safetensors"));
        Assert.Equal(expected, _folder.Bytes("stopped", "checkpoint.safetensors"));
        Assert.Equal(_folder.Bytes("one", "samples-000009.png"), _folder.Bytes("stopped", "samples-000009.png"));
    }

    [Fact]
    public void Another_seed_gives_another_checkpoint()
    {
        Train("--steps", "2", "--out", _folder.In("one")).AssertDone();
        Train("--steps", "2", "--seed", "2", "--out", _folder.In("two")).AssertDone();
        Assert.NotEqual(_folder.Bytes("one", "checkpoint.safetensors"), _folder.Bytes("two", "checkpoint.safetensors"));
        Assert.NotEqual(_folder.Bytes("one", "samples-000000.png"), _folder.Bytes("two", "samples-000000.png"));
    }

    [Fact]
    public void Neither_logging_nor_sampling_nor_saving_changes_what_is_learned()
    {
        Train("--steps", "6", "--out", _folder.In("one")).AssertDone();
        Train("--steps", "6", "--sample-every", "1", "--log-every", "1", "--checkpoint-every", "1", "--out", _folder.In("two")).AssertDone();
        Assert.Equal(_folder.Bytes("one", "checkpoint.safetensors"), _folder.Bytes("two", "checkpoint.safetensors"));
    }

    [Fact]
    public void A_stop_finishes_the_step_saves_it_and_says_how_to_go_on()
    {
        DcganResult stopped = TrainUntil("step 3/", "--steps", "8", "--out", _folder.In("stopped")).AssertDone();
        Assert.Contains("saved after 3 of 8 steps", stopped.LastLine, StringComparison.Ordinal);
        Assert.Contains($"--resume --out {_folder.In("stopped")}", stopped.LastLine, StringComparison.Ordinal);
        Call("--resume", "--out", _folder.In("stopped")).AssertDone();
        Train("--steps", "8", "--out", _folder.In("whole")).AssertDone();
        Assert.Equal(_folder.Bytes("whole", "checkpoint.safetensors"), _folder.Bytes("stopped", "checkpoint.safetensors"));
        Assert.Equal([3, 6, 8], _folder.StatisticsSteps("stopped"));
    }

    [Fact]
    public void A_stop_while_images_are_decoded_begins_no_run()
    {
        Directory.CreateDirectory(_folder.In("images"));
        File.WriteAllBytes(_folder.In("images", "a.png"), ImageFile.EncodePng(new byte[20 * 17 * 3], 20, 17, 3));
        DcganResult result = TrainStopped("--data", _folder.In("images"), "--out", _folder.In("run")).AssertDone();
        Assert.Contains("stopped before the first step", result.LastLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.In("run")));
    }

    [Fact]
    public void Numbers_that_are_not_finite_stop_the_run_and_are_not_saved()
    {
        Train("--steps", "9", "--learning-rate", "1e30", "--log-every", "1", "--out", _folder.In("run"))
            .AssertFailed(
                1, "step 1:", "in step 1 Conv2d made", "discriminator.2.weight [8, 4, 4, 4], in the phase of generatorLoss", "discriminator loss",
                "generator loss", "no checkpoint yet");
        Assert.False(File.Exists(_folder.In("run", "checkpoint.safetensors")));
    }

    /// <summary>
    /// Looked at after every step, and only after the sixth: then the steps since the checkpoint of step 3 are taken again, and the same is found.
    /// </summary>
    [Fact]
    public void The_step_and_the_operation_that_made_the_first_number_that_is_not_finite_are_found_from_the_last_checkpoint()
    {
        string[] overflowing = ["--objective", "wasserstein", "--penalty", "none", "--learning-rate", "1e8", "--steps", "60"];
        DcganResult watched = Train([.. overflowing, "--log-every", "1", "--checkpoint-every", "100", "--sample-every", "100", "--out", _folder.In("watched")]);
        int start = watched.Error.IndexOf("in step ", StringComparison.Ordinal), end = watched.Error.IndexOf("; last measured", StringComparison.Ordinal);
        string cause = watched.Error[start..end];
        int step = int.Parse(cause.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        watched.AssertFailed(1, $"step {step}: expected finite numbers", "BatchNorm made Infinity", "made by Conv2d and discriminator.3.weight [8]");
        int every = step - 1;
        Assert.True(every > 1, "expected a first number that is not finite after step 2");
        Train([.. overflowing, "--log-every", "100", "--checkpoint-every", $"{every}", "--sample-every", "100", "--out", _folder.In("run")])
            .AssertFailed(1, $"step {2 * every}: expected finite numbers", cause, $"{_folder.In("run", "checkpoint.safetensors")}, step {every}");
    }

    [Fact]
    public void Parameters_that_are_not_finite_are_not_saved_even_between_two_lines_of_statistics()
    {
        Train("--steps", "9", "--learning-rate", "1e30", "--log-every", "100", "--sample-every", "100", "--checkpoint-every", "6", "--out", _folder.In("run"))
            .AssertFailed(1, "step 6", "expected finite numbers", "no checkpoint yet");
        Assert.False(File.Exists(_folder.In("run", "checkpoint.safetensors")));
    }

    [Fact]
    public void A_dry_run_prints_layers_cost_memory_and_time_and_leaves_nothing()
    {
        DcganResult result = Train("--dry-run", "--out", _folder.In("run")).AssertDone();
        foreach (string text in (string[])["ConvTranspose2d", "Conv2d", "parameters", "GFLOP", "peak memory", "steps: about"])
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Help_names_every_option_and_the_exit_codes()
    {
        DcganResult result = Call("--help").AssertDone();
        IEnumerable<string> options = ScratchGan.Examples.RunSettings.All.Select(setting => setting.Option);
        foreach (string option in options.Concat(["--out", "--resume", "--force", "--dry-run", "Exit codes"]))
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
    }
}
