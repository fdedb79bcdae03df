using System.Text.Json;
using ScratchGan.Data;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

/// <summary>Which checkpoint is kept as the best, and which images judge it.</summary>
public sealed class DcganBestTests : IDisposable
{
    private const string Best = "checkpoint.best.safetensors";
    private readonly DcganFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_best_is_the_checkpoint_with_the_least_distance_and_stays_when_later_ones_are_worse()
    {
        string[] common = ["--checkpoint-every", "1", "--learning-rate", "0.01"];
        Train([.. common, "--steps", "9", "--out", _folder.In("run")]).AssertDone();
        JsonElement[] lines = [.. Metrics("run")];
        Assert.Equal(Enumerable.Range(1, 9), lines.Select(line => line.GetProperty("step").GetInt32()));
        double least = double.PositiveInfinity;
        int bestStep = 0;
        foreach (JsonElement line in lines)
        {
            double distance = line.GetProperty("slicedWasserstein").GetDouble();
            Assert.True(distance > line.GetProperty("floor").GetDouble());
            Assert.Equal(distance < least, line.GetProperty("best").GetBoolean());
            if (distance < least)
                (least, bestStep) = (distance, line.GetProperty("step").GetInt32());
        }
        Train([.. common, "--steps", $"{bestStep}", "--out", _folder.In("best")]).AssertDone();
        Assert.Equal(_folder.Bytes("best", "checkpoint.safetensors"), _folder.Bytes("run", Best));
    }

    [Fact]
    public void A_damaged_best_checkpoint_is_named_and_replaced()
    {
        Train("--steps", "4", "--out", _folder.In("run")).AssertDone();
        File.WriteAllBytes(_folder.In("run", Best), [1, 2, 3]);
        DcganResult result = Call("--resume", "--steps", "5", "--out", _folder.In("run")).AssertDone();
        Assert.Contains($"{_folder.In("run", Best)}: expected a whole and unaltered checkpoint, found", result.Output, StringComparison.Ordinal);
        Assert.True(_folder.Bytes("run", Best).Length > 1000);
    }

    [Fact]
    public void Plain_images_are_divided_and_very_few_are_not()
    {
        Fill("many", 240);
        Fill("few", 30);
        DcganResult many = Train("--data", _folder.In("many"), "--steps", "2", "--out", _folder.In("run")).AssertDone();
        Assert.Contains("228 of them are trained on", many.Output, StringComparison.Ordinal);
        Assert.Contains("12 images are held out", many.Output, StringComparison.Ordinal);
        DcganResult few = Train("--data", _folder.In("few"), "--steps", "2", "--out", _folder.In("other")).AssertDone();
        Assert.Contains("none is held out", few.Output, StringComparison.Ordinal);
        Assert.Single(Metrics("other"));
    }

    private IEnumerable<JsonElement> Metrics(string run) =>
        File.ReadLines(_folder.In(run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private void Fill(string name, int count)
    {
        Directory.CreateDirectory(_folder.In(name));
        var digits = new DigitDataset(16, seed: 1, count: count);
        byte[] pixels = new byte[256];
        for (int i = 0; i < count; i++)
        {
            digits.Read(i, pixels);
            File.WriteAllBytes(_folder.In(name, $"{i:D3}.png"), ImageFile.EncodePng(pixels, 16, 16, 1));
        }
    }
}
