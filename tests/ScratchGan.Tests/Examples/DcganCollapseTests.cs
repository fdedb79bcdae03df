using System.Text.Json;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Trainings made to fail by their learning rate, under each policy.</summary>
public sealed class DcganCollapseTests : IDisposable
{
    /// <summary>
    /// The discriminator is soon sure beyond doubt, and the generator's tanh saturates: within a hundred steps images begin to be all the same.
    /// </summary>
    private static readonly string[] Collapsing =
    [
        "--features", "8", "--latent", "16", "--batch", "16", "--learning-rate", "0.5", "--log-every", "4", "--sample-every", "1000",
        "--checkpoint-every", "20",
    ];

    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stop_ends_with_a_diagnosis_and_an_exit_code_of_its_own()
    {
        DcganResult result = Train([.. Collapsing, "--steps", "300", "--on-collapse", "stop", "--out", _folder.In("run")]);
        result.AssertFailed(3, "generated images hardly differ from each other", "to try: ", _folder.In("run", "checkpoint.best.safetensors"));
        JsonElement last = Events("run")[^1];
        Assert.Equal("collapse", last.GetProperty("concern").GetString());
    }

    [Fact]
    public void Warn_says_so_and_goes_on()
    {
        DcganResult result = Train([.. Collapsing, "--steps", "300", "--out", _folder.In("run")]).AssertDone();
        Assert.Contains("generated images hardly differ", result.Output, StringComparison.Ordinal);
        Assert.Contains("300 steps in", result.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Rollback_goes_on_from_the_best_with_other_noise_and_a_stop_in_between_changes_nothing()
    {
        string[] rolling = [.. Collapsing, "--steps", "130", "--on-collapse", "rollback"];
        DcganResult whole = Train([.. rolling, "--out", _folder.In("whole")]).AssertDone();
        Assert.Contains("with new noise (1 of 3)", whole.Output, StringComparison.Ordinal);
        Assert.Contains(Events("whole"), line => line.GetProperty("found").GetInt64() > line.GetProperty("step").GetInt64());
        Train([.. Collapsing, "--steps", "130", "--out", _folder.In("other")]).AssertDone();
        Assert.NotEqual(_folder.Bytes("other", "checkpoint.safetensors"), _folder.Bytes("whole", "checkpoint.safetensors"));

        TrainUntil("with new noise (1 of 3)", [.. rolling, "--out", _folder.In("stopped")]).AssertDone();
        Call("--resume", "--out", _folder.In("stopped")).AssertDone();
        foreach (string name in (string[])["checkpoint.safetensors", "checkpoint.best.safetensors", "metrics.jsonl", "monitor.jsonl"])
            Assert.Equal(_folder.Bytes("whole", name), _folder.Bytes("stopped", name));
    }

    [Fact]
    public void Numbers_that_are_not_finite_end_the_run_where_there_is_nothing_to_go_back_to() =>
        Train("--learning-rate", "1e30", "--steps", "9", "--log-every", "1", "--on-collapse", "rollback", "--out", _folder.In("run"))
            .AssertFailed(1, "step 1:", "expected finite numbers", "no checkpoint yet");

    [Fact]
    public void The_policy_is_one_of_three_words() =>
        Call("--on-collapse", "ignore", "--out", _folder.In("run")).AssertFailed(2, "--on-collapse: expected one of warn, rollback, stop, found ignore");

    private JsonElement[] Events(string run) =>
        [.. File.ReadLines(_folder.In(run, "events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
}
