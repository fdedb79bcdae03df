using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>A run whose checkpoints are gone does not begin again by itself; one that never had any does.</summary>
public sealed class DcganLostCheckpointTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("metrics.jsonl has measured that of step 6")]
    [InlineData("stats.jsonl has come to step 6 and the first was due at step 4", "metrics.jsonl")]
    [InlineData("there is checkpoint.best.safetensors", "metrics.jsonl", "stats.jsonl")]
    public void A_run_that_has_lost_its_checkpoints_is_refused_and_stays_as_it_is(string trace, params string[] lost)
    {
        Train("--steps", "6", "--out", _folder.In("run")).AssertDone();
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.previous.safetensors", .. lost])
            File.Delete(_folder.In("run", name));
        if (lost.Length < 2)
            File.Delete(_folder.In("run", "checkpoint.best.safetensors"));
        string[] before = Contents();
        Call("--resume", "--steps", "9", "--out", _folder.In("run"))
            .AssertFailed(2, $"--resume: expected a checkpoint in {_folder.In("run")}, since {trace}, found none to go on from; --force starts anew");
        Assert.Equal(before, Contents());
        Train("--steps", "3", "--force", "--out", _folder.In("run")).AssertDone();
    }

    /// <summary>It logged the step at which the first checkpoint was due, and was killed before that was saved.</summary>
    [Theory]
    [InlineData("6")]
    [InlineData("100")]
    public void A_run_killed_before_its_first_checkpoint_says_so_and_begins_at_step_0(string every)
    {
        Train("--steps", "6", "--checkpoint-every", every, "--out", _folder.In("run")).AssertDone();
        byte[] expected = _folder.Bytes("run", "checkpoint.safetensors");
        foreach (string path in Directory.EnumerateFiles(_folder.In("run"), "checkpoint*"))
            File.Delete(path);
        File.WriteAllText(_folder.In("run", "metrics.jsonl"), "");
        DcganResult result = Call("--resume", "--out", _folder.In("run")).AssertDone();
        Assert.Contains($"{_folder.In("run")}: no checkpoint yet, so the run begins at step 0", result.Output, StringComparison.Ordinal);
        Assert.Equal(expected, _folder.Bytes("run", "checkpoint.safetensors"));
        Assert.Equal([3, 6], _folder.StatisticsSteps("run"));
    }

    private string[] Contents() =>
        [.. Directory.EnumerateFiles(_folder.In("run")).Order(StringComparer.Ordinal).Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}")];
}
