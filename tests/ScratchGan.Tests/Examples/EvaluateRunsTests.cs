using System.Text.Json;
using ScratchGan.Data;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Generators of runs as samples.</summary>
public sealed class EvaluateRunsTests : EvaluateProgram
{
    private static readonly string[] Small = ["--quick", "--count", "20", "--train-images", "500"];

    [Fact]
    public async Task A_checkpoint_can_be_named_itself()
    {
        Train("--steps", "2", "--out", Folder.In("run")).AssertDone();
        JsonElement ofRun = Result(await Run(["--samples", Folder.In("run"), .. Small]));
        string best = Folder.In("checkpoint.best.safetensors");
        File.Move(Folder.In("run", "checkpoint.safetensors"), best);
        JsonElement ofFile = Result(await Run(["--samples", best, .. Small]));
        Assert.Equal(ofRun.GetProperty("metrics").GetRawText(), ofFile.GetProperty("metrics").GetRawText());
        await AssertRefused(["--samples", Folder.In("none.safetensors")], $"--samples {Folder.In("none.safetensors")}: expected", "found nothing");
    }

    /// <summary>Three of four real images are zeros: a conditional generator is asked for as many, and not for half.</summary>
    [Fact]
    public async Task A_conditional_generator_is_asked_for_classes_in_the_shares_of_the_reference()
    {
        var digits = new DigitDataset(16, 1);
        byte[] pixels = new byte[digits.Shape.Count];
        for (int i = 0; i < 300; i++)
        {
            int digit = i % 4 == 3 ? 1 : 0;
            digits.Read(10 * i + digit, pixels);
            Directory.CreateDirectory(Folder.In("set", $"{digit}"));
            File.WriteAllBytes(Folder.In("set", $"{digit}", $"{i:D3}.png"), ImageFile.EncodePng(pixels, 16, 16, channels: 1));
        }
        // Its exit code says that it has not learned anything.
        await ExampleProgram.Run(
            "Conditional", ["--data", Folder.In("set"), "--quick", "--steps", "1", "--out", Folder.In("run")], temporaryFolder: Folder.Path);
        ExampleProgram.Outcome same = await Run(["--samples", Folder.In("run"), "--reference", Folder.In("set"), "--count", "100"]);
        Result(same);
        string line = Assert.Single(same.Output.Split('\n'), line => line.StartsWith("run: its 2 classes are drawn as often as real images are of them, "));
        int[] times = [.. line.Split(", ")[1].Split(' ').Where(word => int.TryParse(word, out _)).Select(int.Parse)];
        Assert.InRange(times[0], 12, 38);
        Assert.Equal(100, times.Sum());
        ExampleProgram.Outcome other = await Run(["--samples", Folder.In("run"), "--reference", "digits", .. Small]);
        Result(other);
        Assert.Contains("run: its 2 classes are drawn equally often, since those of the reference are others or unknown", other.Output);
    }
}
