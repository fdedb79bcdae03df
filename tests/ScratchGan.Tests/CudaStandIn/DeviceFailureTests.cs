using ScratchGan.Tests.Data;
using ScratchGan.Tests.Examples;
using Xunit;

namespace ScratchGan.Tests.CudaStandIn;

/// <summary>What the DCGAN program says when a device fails it: one line that names the device and the cause, and nothing lost.</summary>
public sealed class DeviceFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task An_old_driver_is_named_with_both_versions() =>
        AssertRefused(await Train(("STANDIN_VERSION", "11000")), 2, "--device cuda: the NVIDIA driver is too old: expected CUDA 11.4, found 11.0");

    [Fact]
    public async Task A_device_that_is_not_there_is_named() =>
        AssertRefused(await Train(("STANDIN_DEVICES", "0")), 2, "--device cuda: the driver finds no device");

    [Fact]
    public async Task A_kernel_that_does_not_build_is_named() => AssertRefused(await Train(("STANDIN_REFUSE_PTX", "1")), 1, "Stand-in", "does not build", "--device cpu");

    [Fact]
    public async Task Too_little_memory_is_told_with_what_was_asked_what_there_is_and_what_to_lower() =>
        AssertRefused(await Train(("STANDIN_MEMORY", "20")), 1, "Stand-in", "20 MiB", "asked for", "in use", "lower the batch");

    [Fact]
    public async Task A_lost_device_leaves_the_last_checkpoint_and_the_way_on()
    {
        AssertRefused(
            await Train(("STANDIN_LOSE_AFTER", "700")), 1, "Stand-in", "CUDA_ERROR_LAUNCH_FAILED", "the last checkpoint is of step", "--resume", "--device cpu");
        Assert.NotEmpty(File.ReadAllBytes(_folder["run/checkpoint.safetensors"]));
        Assert.False(File.Exists(_folder["run/checkpoint.safetensors.tmp"]));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ExampleProgram.Outcome> Train(params (string, string)[] environment)
    {
        StandIn.Skip();
        return ExampleProgram.Run(
            "Dcgan",
            ["--device", "cuda", "--image-size", "32", "--log-every", "10000", "--checkpoint-every", "3", "--sample-every", "10000", "--out", _folder["run"]],
            environment: environment);
    }

    private static void AssertRefused(ExampleProgram.Outcome outcome, int exitCode, params string[] texts)
    {
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(texts, text => Assert.Contains(text, outcome.Error));
    }
}
