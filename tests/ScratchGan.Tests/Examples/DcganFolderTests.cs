using ScratchGan.Examples;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Which folders a run may use, what is removed, and what a continued run may change.</summary>
public sealed class DcganFolderTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_folder_the_number_after_the_highest_is_taken_and_two_runs_never_share_one()
    {
        Invocation call = new CommandLine().Parse([]);
        Directory.CreateDirectory(_folder.In("dcgan-0007"));
        Directory.CreateDirectory(_folder.In("dcgan-12"));
        using RunFolder first = RunFolder.Open(call, _folder.Path);
        using RunFolder second = RunFolder.Open(call, _folder.Path);
        Assert.Equal(_folder.In("dcgan-0008"), first.Path);
        Assert.Equal(_folder.In("dcgan-0009"), second.Path);
    }

    [Fact]
    public void A_folder_made_for_a_run_that_never_begins_disappears()
    {
        RunFolder.Open(new CommandLine().Parse([]), _folder.Path).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_in_use_is_refused()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        using RunFolder user = RunFolder.Open(new CommandLine().Parse(["--resume", "--out", _folder.In("run")]));
        Call("--resume", "--steps", "3", "--out", _folder.In("run")).AssertFailed(2, "--out", _folder.In("run"), "another run");
    }

    /// <summary>Linux lets nobody, root neither, make a folder there.</summary>
    [Fact]
    public void A_write_protected_place_is_refused_in_one_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no folder is write-protected for everybody");
        Train("--steps", "2", "--out", "/sys/scratchgan").AssertFailed(2, "--out /sys/scratchgan", "expected a folder that can be written");
    }

    [Fact]
    public void An_existing_run_is_never_overwritten_silently()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        byte[] before = _folder.Bytes("run", "checkpoint.safetensors");
        Train("--steps", "2", "--seed", "2", "--out", _folder.In("run")).AssertFailed(2, "--out", _folder.In("run"), "--resume", "--force");
        Assert.Equal(before, _folder.Bytes("run", "checkpoint.safetensors"));
    }

    [Theory]
    [InlineData("checkpoint.safetensors")]
    [InlineData("samples-000001.png")]
    [InlineData("reals.png")]
    public void Files_without_a_config_are_not_a_run_and_stay_even_under_force(string name)
    {
        Directory.CreateDirectory(_folder.In("run"));
        File.WriteAllText(_folder.In("run", name), "mine");
        Train("--steps", "2", "--out", _folder.In("run")).AssertFailed(2, "--out", _folder.In("run"), name);
        Train("--steps", "2", "--force", "--out", _folder.In("run")).AssertFailed(2, "--out", _folder.In("run"), name);
        Assert.Equal("mine", File.ReadAllText(_folder.In("run", name)));
    }

    [Fact]
    public void Force_removes_the_files_of_the_old_run_and_nothing_else()
    {
        Train("--steps", "8", "--out", _folder.In("run")).AssertDone();
        File.WriteAllText(_folder.In("run", "samples-best.png"), "mine");
        File.WriteAllText(_folder.In("run", "notes.txt"), "mine");
        Train("--steps", "4", "--seed", "2", "--force", "--out", _folder.In("run")).AssertDone();
        Assert.False(File.Exists(_folder.In("run", "samples-000008.png")));
        Assert.Equal([3, 4], _folder.StatisticsSteps("run"));
        Assert.Equal("mine", File.ReadAllText(_folder.In("run", "samples-best.png")));
        Assert.Equal("mine", File.ReadAllText(_folder.In("run", "notes.txt")));
    }

    [Theory]
    [InlineData("notes.txt", "text")]
    [InlineData("config.json", "{\"architectures\": [\"another program\"]}")]
    [InlineData("config.json", "{\"data\":")]
    public void Force_refuses_a_folder_that_is_not_a_run(string name, string contents)
    {
        Directory.CreateDirectory(_folder.In("other"));
        File.WriteAllText(_folder.In("other", name), contents);
        Train("--steps", "2", "--force", "--out", _folder.In("other")).AssertFailed(2, _folder.In("other"), "expected", name);
        Assert.Equal([_folder.In("other", name)], Directory.EnumerateFileSystemEntries(_folder.In("other")));
        Assert.Equal(contents, File.ReadAllText(_folder.In("other", name)));
    }

    [Fact]
    public void Force_keeps_the_old_run_when_the_new_one_cannot_start()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        Train("--data", _folder.In("missing"), "--force", "--out", _folder.In("run")).AssertFailed(2, _folder.In("missing"));
        Assert.True(File.Exists(_folder.In("run", "checkpoint.safetensors")));
    }

    [Theory]
    [InlineData("--data", "elsewhere", "digits")]
    [InlineData("--image-size", "32", "16")]
    [InlineData("--channels", "3", "auto")]
    [InlineData("--features", "8", "4")]
    [InlineData("--latent", "7", "6")]
    [InlineData("--batch", "4", "5")]
    [InlineData("--seed", "9", "1")]
    [InlineData("--learning-rate", "0.001", "0.0002")]
    [InlineData("--objective", "hinge", "non-saturating")]
    [InlineData("--penalty", "r1", "auto")]
    public void What_determines_the_result_may_not_differ_on_resume(string option, string found, string expected)
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        Call("--resume", "--out", _folder.In("run"), option, found).AssertFailed(2, option, $"expected {expected}", found, "config.json");
    }

    [Fact]
    public void The_same_command_with_resume_added_goes_on()
    {
        Train("--steps", "2", "--out", _folder.In("run")).AssertDone();
        Train("--resume", "--steps", "3", "--threads", "1", "--device", "cpu", "--log-every", "1", "--out", _folder.In("run")).AssertDone();
        Assert.Equal([2, 3], _folder.StatisticsSteps("run"));
        Assert.Equal(3, RunSettings.Load(_folder.In("run", "config.json")).Steps);
    }

    [Fact]
    public void A_finished_run_may_be_resumed_but_not_shortened()
    {
        Train("--steps", "4", "--out", _folder.In("run")).AssertDone();
        byte[] before = _folder.Bytes("run", "checkpoint.safetensors");
        Call("--resume", "--out", _folder.In("run")).AssertDone();
        Call("--resume", "--steps", "3", "--out", _folder.In("run")).AssertFailed(2, "--steps", "4", "3");
        Assert.Equal(before, _folder.Bytes("run", "checkpoint.safetensors"));
    }

    [Fact]
    public void A_run_stopped_before_its_first_checkpoint_starts_again_at_step_0()
    {
        Train("--steps", "6", "--out", _folder.In("run")).AssertDone();
        byte[] expected = _folder.Bytes("run", "checkpoint.safetensors");
        File.Delete(_folder.In("run", "checkpoint.safetensors"));
        Call("--resume", "--out", _folder.In("run")).AssertDone();
        Assert.Equal(expected, _folder.Bytes("run", "checkpoint.safetensors"));
        Assert.Equal([3, 6], _folder.StatisticsSteps("run"));
    }

    [Fact]
    public void Statistics_later_than_the_checkpoint_and_torn_lines_are_dropped()
    {
        Train("--steps", "4", "--out", _folder.In("run")).AssertDone();
        string stats = _folder.In("run", "stats.jsonl");
        string[] lines = File.ReadAllLines(stats);
        File.WriteAllText(stats, string.Join('\n', [.. lines, lines[1].Replace("\"step\":4", "\"step\":5", StringComparison.Ordinal), "{\"step\":4,\"discr"]));
        Call("--resume", "--steps", "7", "--out", _folder.In("run")).AssertDone();
        Assert.Equal([3, 4, 6, 7], _folder.StatisticsSteps("run"));
        Assert.Equal(lines, File.ReadLines(stats).Take(2));
    }

    [Fact]
    public void Resume_needs_a_run()
    {
        Call("--resume", "--out", _folder.In("nothing")).AssertFailed(2, "--resume", _folder.In("nothing"), "config.json");
        Call("--resume").AssertFailed(2, "--resume", "--out");
        Call("--resume", "--force", "--out", _folder.Path).AssertFailed(2, "--resume", "--force");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}
