using ScratchGan.Tests.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

/// <summary>A folder that no file can be put into is refused before any work is done, in the same words by every example.</summary>
public sealed class OutFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string[]> Examples => new()
    {
        { "Sample", ["--model", "no/such/run"] },
        { "Evaluate", ["--samples", "no/such/samples"] },
        { "Conditional", ["--data", "no/such/data"] },
        { "R3Gan", ["--data", "no/such/data"] },
        { "R3Gan", ["--lesson"] },
        { "StackedMnist", ["--data", "no/such/data"] },
        { "Ring", [] },
    };

    public void Dispose() => _folder.Dispose();

    /// <summary>What else is wrong with these calls would be found by the work.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_file_and_a_place_without_a_folder_are_named(string example, string[] arguments)
    {
        string file = Path.Combine(_folder.Path, "file"), below = Path.Combine(file, "below");
        File.WriteAllText(file, "mine");
        await AssertRefused(example, [.. arguments, "--out", file], $"--out {file}: expected a folder, found a file");
        await AssertRefused(example, [.. arguments, "--out", below], $"--out {below}: expected a folder that can be written, found: ");
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    /// <summary>Linux lets nobody, root neither, make a folder there.</summary>
    [Fact]
    public async Task A_write_protected_place_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no folder is write-protected for everybody");
        await AssertRefused("Ring", ["--out", "/proc/scratchgan"], "--out /proc/scratchgan: expected a folder that can be written, found: ");
        await AssertRefused("Ring", ["--out", "/proc"], "--out /proc: expected a folder that can be written, found: ");
        await AssertRefused("Ring", ["--out", ""], "--out: expected a folder, found nothing");
    }

    [Fact]
    public async Task Looking_whether_a_folder_can_be_made_leaves_none()
    {
        string deep = Path.Combine(_folder.Path, "runs", "one");
        await AssertRefused("Conditional", ["--data", "no/such/data", "--out", deep], "no/such/data");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private static async Task AssertRefused(string example, string[] arguments, string text)
    {
        ExampleProgram.Outcome outcome = await ExampleProgram.Run(example, arguments);
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(text, Assert.Single(outcome.Error.TrimEnd().Split('\n')));
    }
}
