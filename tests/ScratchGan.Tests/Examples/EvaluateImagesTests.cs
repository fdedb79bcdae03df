using System.Buffers.Binary;
using System.Text.Json;
using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

/// <summary>Image files of other software are judged as they are: at their own size, and not at all when they have none in common.</summary>
public sealed class EvaluateImagesTests : EvaluateProgram
{
    /// <summary>
    /// MNIST's files and 150 of its training images as PNG: at 28 × 28 they are the same bytes. At any other size the ones would be padded and the others
    /// enlarged.
    /// </summary>
    [Fact]
    public async Task Images_as_large_as_those_of_an_IDX_reference_are_compared_pixel_by_pixel()
    {
        WriteIdx("mnist", "train", new DigitDataset(28, 1), 300);
        WriteIdx("mnist", "t10k", new DigitDataset(28, 1, Split.HeldOut), 300);
        WritePng("copies", new DigitDataset(28, 1), 150);
        JsonElement result = Result(await Run(["--samples", Folder.In("copies"), "--reference", Folder.In("mnist")]));
        Assert.Equal("1×28×28", result.GetProperty("shape").GetString());
        Dictionary<string, (double Value, double Floor)> metrics = Metrics(result);
        Assert.Equal(1, metrics["copies of real"].Value);
        Assert.InRange(metrics["SWD"].Value, 0, 2 * metrics["SWD"].Floor);
        await AssertRefused(
            ["--samples", Folder.In("copies"), "--reference", Folder.In("mnist"), "--image-size", "32"],
            $"--image-size: expected 28, as the samples in {Folder.In("copies")} have, found 32");
    }

    [Fact]
    public async Task Samples_that_would_have_to_be_cropped_or_resized_are_refused()
    {
        WritePng("mixed", new DigitDataset(28, 1), 20);
        File.WriteAllBytes(Folder.In("mixed", "0007.png"), ImageFile.EncodePng(new byte[32 * 32], 32, 32, channels: 1));
        WritePng("wide", new DigitDataset(28, 1), 20);
        File.WriteAllBytes(Folder.In("wide", "0000.png"), ImageFile.EncodePng(new byte[47 * 21], 47, 21, channels: 1));
        Directory.CreateDirectory(Folder.In("dots"));
        File.WriteAllBytes(Folder.In("dots", "a.png"), ImageFile.EncodePng([7], 1, 1, channels: 1));
        await AssertRefused(
            ["--samples", Folder.In("mixed")], $"--samples {Folder.In("mixed")}: expected images of 28×28 pixels, as 0000.png has, found 0007.png of 32×32");
        await AssertRefused(["--samples", Folder.In("wide")], $"--samples {Folder.In("wide")}: expected square images, found 0000.png of 47×21 pixels");
        await AssertRefused(["--samples", Folder.In("dots")], $"--samples {Folder.In("dots")}: expected images of at least 8 pixels a side, found 1");
    }

    /// <summary>Without held-out images they would be judged by themselves, and every distance be 0.</summary>
    [Fact]
    public async Task The_reference_itself_is_no_sample_of_it_whatever_its_name()
    {
        WritePng("set", new DigitDataset(12, 1), 60);
        WritePng("copy", new DigitDataset(12, 1), 60);
        string set = Folder.In("set");
        foreach (string same in (string[])[set, set + "/", Path.Combine(set, "..", "set"), Folder.In("copy")])
            await AssertRefused(
                ["--samples", same, "--reference", set], $"--samples {same}: expected other images than those of --reference {set}, found the same");
    }

    /// <summary>Of 300 plain images 100 are trained on, whether 20 are judged or 100.</summary>
    [Fact]
    public async Task A_classifier_serves_sample_sets_of_other_sizes()
    {
        foreach (int digit in (int[])[0, 1, 7])
            WritePng($"set/{digit}", new DigitDataset(12, 1), 100, digit);
        string[] arguments = ["--samples", "digits", "--image-size", "12", "--reference", Folder.In("set"), "--epochs", "8"];
        JsonElement first = Result(await Run([.. arguments, "--count", "100", "--out", Folder.In("scores")]));
        Assert.Equal(JsonValueKind.Object, first.GetProperty("classifier").ValueKind);
        string[] again = [.. arguments, "--classifier", Folder.In("scores")];
        ExampleProgram.Outcome ofFew = await Run([.. again, "--count", "20"]);
        Assert.Contains("copies are looked for among 260 of the images", ofFew.Output);
        JsonElement second = Result(ofFew);
        Assert.Equal(first.GetProperty("classifier").GetProperty("hash").GetString(), second.GetProperty("classifier").GetProperty("hash").GetString());
        await AssertRefused(
            [.. again, "--train-images", "50"], $"--classifier {Folder.In("scores", "classifier.safetensors")}: classifier: expected one trained on set",
            "--reference, --seed, --train-images, --quick and the samples' size decide");
        await AssertRefused([.. arguments, "--count", "3"], "--count: expected at least 10", "found 3");
    }

    /// <summary>20,000 faces of 3·256² bytes are more than an array's 2³¹; 30,000 pixels a side are more than any image has.</summary>
    [Fact]
    public async Task More_than_memory_can_hold_is_refused_in_a_line()
    {
        string[] faces = ["--samples", "faces", "--reference", "faces", "--count", "10"];
        await AssertRefused([.. faces, "--image-size", "256", "--train-images", "20000"], "--train-images 20000: faces: expected at most 10,922 images");
        await AssertRefused([.. faces, "--image-size", "30000"], "image size: expected at most 8192 pixels a side, found 30000");
    }

    /// <summary>The first images of a set, or of one of its ten classes, as PNG files.</summary>
    private void WritePng(string folder, Dataset images, int count, int? digit = null)
    {
        Directory.CreateDirectory(Folder.In(folder));
        foreach (int i in Enumerable.Range(0, int.MaxValue).Where(i => digit is null || images.Label(i) == digit).Take(count))
            File.WriteAllBytes(Folder.In(folder, $"{i:D4}.png"), ImageFile.EncodePng(Pixels(images, i), images.Shape.Width, images.Shape.Height, channels: 1));
    }

    /// <summary>The first images of a set as MNIST's files, without labels.</summary>
    private void WriteIdx(string folder, string part, Dataset images, int count)
    {
        Directory.CreateDirectory(Folder.In(folder));
        byte[] header = new byte[16];
        int[] numbers = [0x803, count, images.Shape.Height, images.Shape.Width];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * i), numbers[i]);
        File.WriteAllBytes(Folder.In(folder, $"{part}-images-idx3-ubyte"), [.. header, .. Enumerable.Range(0, count).SelectMany(i => Pixels(images, i))]);
    }

    private static byte[] Pixels(Dataset images, int index)
    {
        byte[] pixels = new byte[images.Shape.Count];
        images.Read(index, pixels);
        return pixels;
    }
}
