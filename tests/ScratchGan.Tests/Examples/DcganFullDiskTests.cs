using System.Diagnostics;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed class DcganFullDiskTests : IDisposable
{
    /// <summary>Blocks of 512 bytes: more than a sample grid of the tiny run, less than its checkpoint.</summary>
    private const int LargestFile = 48;

    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// The system refuses to let a file grow, as it does on a full disk: in the middle of a write. (The runtime must not map code twice, for which it makes a
    /// large file in memory.)
    /// </summary>
    [Fact]
    public async Task A_full_disk_ends_the_run_in_one_line_and_nothing_is_lost()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file sizes are limited by the shell of Linux");
        Train("--steps", "8", "--out", _folder.In("whole")).AssertDone();
        Train("--steps", "4", "--out", _folder.In("run")).AssertDone();
        string[] before = Checkpoints("run");
        Assert.True(_folder.Bytes("run", "checkpoint.safetensors").Length > 512 * LargestFile);

        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (string argument in (string[])[
            "-c", $"trap '' XFSZ; ulimit -f {LargestFile}; exec \"$@\"", "sh", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            Path.Combine(AppContext.BaseDirectory, "Dcgan.dll"), "--resume", "--steps", "8", "--out", _folder.In("run")])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        new DcganResult(process.ExitCode, await output, error).AssertFailed(1, _folder.In("run", "checkpoint.safetensors"), "cannot be written");
        Assert.Equal(before, Checkpoints("run"));
        Assert.Empty(Directory.EnumerateFiles(_folder.In("run"), "*.tmp"));

        Call("--resume", "--out", _folder.In("run")).AssertDone();
        Assert.Equal(Checkpoints("whole"), Checkpoints("run"));
    }

    private string[] Checkpoints(string run) =>
        [.. Directory.EnumerateFiles(_folder.In(run), "*.safetensors").Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(File.ReadAllBytes(path))}")];
}
