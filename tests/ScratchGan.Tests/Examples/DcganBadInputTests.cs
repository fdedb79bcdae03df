using System.IO.Compression;
using System.Text;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Each failure is one line that names the file or option, what was expected and what was found, and leaves nothing half done.</summary>
public sealed class DcganBadInputTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--image-size", "33", "16, 32, 64 or 128")]
    [InlineData("--threads", "0", "from 1")]
    [InlineData("--threads", "two", "from 1")]
    [InlineData("--steps", "0", "from 1")]
    [InlineData("--steps", "99999999999", "from 1")]
    [InlineData("--batch", "-1", "from 1")]
    [InlineData("--features", "1.5", "from 1")]
    [InlineData("--channels", "2", "auto, 1, 3")]
    [InlineData("--seed", "-1", "from 0")]
    [InlineData("--learning-rate", "NaN", "above 0")]
    [InlineData("--objective", "gan", "non-saturating")]
    [InlineData("--penalty", "r3", "wgan-gp")]
    [InlineData("--device", "tpu", "cpu")]
    [InlineData("--log-every", "0", "from 1")]
    public void A_value_out_of_range_is_named(string option, string found, string expected) =>
        Call(option, found, "--out", _folder.In("run")).AssertFailed(2, option, $"found {found}", expected);

    [Fact]
    public void An_unknown_option_is_named() => Call("--epochs", "1", "--out", _folder.In("run")).AssertFailed(
        2, "--epochs: expected one of the options that --help lists, found an unknown one");

    [Theory]
    [InlineData("--threads: expected a whole number", "found nothing", "--threads")]
    [InlineData("--threads: expected one value, found 1 and 2", "", "--threads", "1", "--threads", "2")]
    [InlineData("photos: expected one of the options that --help lists", "found a word that belongs to none", "photos")]
    public void What_is_no_value_of_an_option_is_named(string expected, string found, params string[] arguments) =>
        Call(arguments).AssertFailed(2, expected, found);

    [Fact]
    public void Sizes_that_no_tensor_holds_are_refused() =>
        Call("--batch", "65536", "--features", "1024", "--out", _folder.In("run")).AssertFailed(2, "--batch", "--features");

    [Fact]
    public void Data_that_cannot_be_used_is_named()
    {
        Refused(_folder.In("missing"), "nothing at this path");
        Refused(Directory.CreateDirectory(_folder.In("bare")).FullName, _folder.In("bare"));

        byte[] png = ImageFile.EncodePng(new byte[40 * 30 * 3], 40, 30, 3);
        Refused(Folder("truncated", "a.png", png[..(png.Length / 2)]), "a.png");
        Refused(Folder("corrupt", "a.png", Encoding.ASCII.GetBytes("no image at all")), "a.png");
        Refused(Folder("idx", "train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]), "train-images-idx3-ubyte");

        string zip = _folder.In("outside.zip");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        using (Stream entry = archive.CreateEntry("../a.png").Open())
            entry.Write(png);
        Refused(zip, "../a.png");
    }

    [Fact]
    public void An_output_folder_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_folder.In("file"), "");
        Train("--steps", "2", "--out", _folder.In("file")).AssertFailed(2, "--out", _folder.In("file"), "expected a folder", "a file");
        Train("--steps", "2", "--out", _folder.In("file", "below")).AssertFailed(2, "--out", _folder.In("file", "below"));
        Assert.Equal([_folder.In("file")], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_nothing_in_the_run_changes()
    {
        Train("--steps", "4", "--out", _folder.In("run")).AssertDone();
        string path = _folder.In("run", "checkpoint.safetensors");
        byte[] whole = File.ReadAllBytes(path);
        byte[] flipped = [.. whole];
        flipped[^100] ^= 8;
        foreach (byte[] bytes in (byte[][])[[], whole[..5], whole[..(whole.Length / 2)], whole[..^1], flipped])
        {
            File.WriteAllBytes(path, bytes);
            string[] before = Contents();
            Call("--resume", "--steps", "5", "--out", _folder.In("run")).AssertFailed(2, path, "expected a whole and unaltered checkpoint, found");
            Assert.Equal(before, Contents());
        }
    }

    [Fact]
    public void When_the_newest_checkpoint_is_damaged_the_previous_one_goes_on_and_is_not_pushed_out_by_it()
    {
        Train("--steps", "10", "--out", _folder.In("whole")).AssertDone();
        Train("--steps", "8", "--out", _folder.In("run")).AssertDone();
        string newest = _folder.In("run", "checkpoint.safetensors"), previous = _folder.In("run", "checkpoint.previous.safetensors");
        byte[] stepFour = File.ReadAllBytes(previous);
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^100]);
        DcganResult result = Call("--resume", "--steps", "8", "--out", _folder.In("run")).AssertDone();
        string line = Assert.Single(result.Output.Split('\n'), line => line.Contains("previous", StringComparison.Ordinal));
        Assert.StartsWith($"{newest}: expected a whole and unaltered checkpoint, found: ", line, StringComparison.Ordinal);
        Assert.EndsWith("; going on from checkpoint.previous.safetensors, step 4", line, StringComparison.Ordinal);
        Assert.Equal(stepFour, File.ReadAllBytes(previous));
        Call("--resume", "--steps", "10", "--out", _folder.In("run")).AssertDone();
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.previous.safetensors", "checkpoint.best.safetensors", "metrics.jsonl"])
            Assert.Equal(_folder.Bytes("whole", name), _folder.Bytes("run", name));
    }

    [Fact]
    public void A_kill_between_the_two_renames_of_a_checkpoint_loses_nothing()
    {
        Train("--steps", "8", "--out", _folder.In("run")).AssertDone();
        byte[] expected = _folder.Bytes("run", "checkpoint.safetensors");
        File.Move(_folder.In("run", "checkpoint.safetensors"), _folder.In("run", "checkpoint.previous.safetensors"), overwrite: true);
        DcganResult result = Call("--resume", "--out", _folder.In("run")).AssertDone();
        Assert.Contains("expected a checkpoint, found none; going on from checkpoint.previous.safetensors, step 8", result.Output, StringComparison.Ordinal);
        Call("--resume", "--steps", "9", "--out", _folder.In("run")).AssertDone();
        Assert.Equal(expected, _folder.Bytes("run", "checkpoint.previous.safetensors"));
    }

    [Fact]
    public void A_checkpoint_of_another_configuration_is_refused_with_both_values()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        Train("--steps", "2", "--objective", "hinge", "--out", _folder.In("other")).AssertDone();
        File.Copy(_folder.In("other", "checkpoint.safetensors"), _folder.In("run", "checkpoint.safetensors"), overwrite: true);
        Call("--resume", "--steps", "3", "--out", _folder.In("run"))
            .AssertFailed(2, _folder.In("run", "checkpoint.safetensors"), "objective non-saturating", "objective hinge");
    }

    [Fact]
    public void A_value_in_config_json_is_checked_like_an_option()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        string config = _folder.In("run", "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"imageSize\": 16", "\"imageSize\": 17", StringComparison.Ordinal));
        Call("--resume", "--out", _folder.In("run")).AssertFailed(2, config, "--image-size", "found 17");
    }

    [Theory]
    [InlineData("{}", "found none named data, imageSize")]
    [InlineData("7", "found none named data, imageSize")]
    [InlineData("{\"colour\": 1}", "found unknown ones: colour")]
    [InlineData("{\"data\":", "found text that is not JSON in line 1")]
    public void A_config_json_without_settings_says_what_it_lacks(string contents, string found)
    {
        Directory.CreateDirectory(_folder.In("run"));
        File.WriteAllText(_folder.In("run", "config.json"), contents);
        Call("--resume", "--out", _folder.In("run")).AssertFailed(2, $"{_folder.In("run", "config.json")}: expected the settings of a run, {found}");
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_ends_the_run_and_the_old_one_stays()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        byte[] before = _folder.Bytes("run", "checkpoint.safetensors");
        // A folder in the place of the temporary file fails like a disk that is full or write-protected.
        Directory.CreateDirectory(_folder.In("run", "checkpoint.safetensors.tmp"));
        Call("--resume", "--steps", "3", "--out", _folder.In("run")).AssertFailed(1, _folder.In("run", "checkpoint.safetensors"), "cannot be written");
        Assert.Equal(before, _folder.Bytes("run", "checkpoint.safetensors"));
    }

    [Fact]
    public void A_report_that_cannot_be_written_costs_no_checkpoint()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        Directory.CreateDirectory(_folder.In("run", "report.html.tmp"));
        Call("--resume", "--steps", "6", "--sample-every", "3", "--checkpoint-every", "3", "--out", _folder.In("run"))
            .AssertFailed(1, _folder.In("run", "report.html"), "cannot be written");
        using Device device = Device.Cpu(threads: 1);
        using TrainedGenerator generator = TrainedGenerator.Load(_folder.In("run", "checkpoint.safetensors"), device);
        Assert.Equal(3, generator.Step);
    }

    private string Folder(string name, string file, byte[] contents)
    {
        string path = Directory.CreateDirectory(_folder.In(name)).FullName;
        File.WriteAllBytes(Path.Combine(path, file), contents);
        return path;
    }

    private void Refused(string data, string text)
    {
        Train("--data", data, "--out", _folder.In("run")).AssertFailed(2, $"--data {data}", text, "expected", "found");
        Assert.False(Directory.Exists(_folder.In("run")));
    }

    private string[] Contents() =>
        [.. Directory.EnumerateFiles(_folder.In("run")).Order(StringComparer.Ordinal).Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}")];
}
