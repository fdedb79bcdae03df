using System.Buffers.Binary;
using System.Text.Json;
using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Examples;

public sealed class ClassifierTests : IDisposable
{
    private const int Side = 28;
    private readonly string _folder = Directory.CreateTempSubdirectory("scratchgan-classifier-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Two epochs of 1,500 drawn digits, judged on 300 others. Chance is 10 %; measured is over 95 %.</summary>
    [Fact]
    public async Task It_learns_from_few_digits_and_prints_one_JSON_line_whatever_the_number_of_threads()
    {
        WriteIdx("train", new DigitDataset(Side, seed: 3, Split.Training, count: 1500));
        WriteIdx("t10k", new DigitDataset(Side, seed: 3, Split.HeldOut, count: 300));
        ExampleProgram.Outcome one = await Run("--data", _folder, "--epochs", "2", "--threads", "1");
        ExampleProgram.Outcome two = await Run("--data", _folder, "--epochs", "2", "--threads", "2");
        JsonElement result = Result(one);
        Assert.Equal("classifier", result.GetProperty("name").GetString());
        Assert.Equal(Path.GetFileName(_folder), result.GetProperty("data").GetString());
        Assert.Equal(2, result.GetProperty("epochs").GetInt32());
        Assert.Equal(1500, result.GetProperty("trainImages").GetInt32());
        Assert.Equal(300, result.GetProperty("testImages").GetInt32());
        Assert.Equal(1, result.GetProperty("threads").GetInt32());
        // 32·1·25 + 2·32, 64·32·25 + 2·64, 128·64·49 + 2·128, 10·128 + 10.
        Assert.Equal(864 + 51_328 + 401_664 + 1_290, result.GetProperty("parameters").GetInt32());
        Assert.InRange(result.GetProperty("testAccuracy").GetDouble(), 0.8, 1);
        Assert.InRange(result.GetProperty("seconds").GetDouble(), 0.01, 120);
        Assert.Equal(result.GetProperty("testAccuracy").GetDouble(), Result(two).GetProperty("testAccuracy").GetDouble());
    }

    [Fact]
    public async Task Bad_input_is_one_line_that_names_it_and_exit_code_2()
    {
        string missing = Path.Combine(_folder, "nowhere");
        string pictures = Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName;
        await File.WriteAllTextAsync(Path.Combine(pictures, "notes.txt"), "no image", TestContext.Current.CancellationToken);
        await AssertRefused(["--data", missing], missing);
        await AssertRefused(["--data", pictures], pictures);
        await AssertRefused(["--epochs", "0"], "--epochs");
        await AssertRefused(["--threads", "many"], "--threads");
    }

    private async Task AssertRefused(string[] arguments, string named)
    {
        ExampleProgram.Outcome outcome = await Run(arguments);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line);
    }

    private Task<ExampleProgram.Outcome> Run(params string[] arguments) => ExampleProgram.Run("Classifier", arguments, temporaryFolder: _folder);

    private static JsonElement Result(ExampleProgram.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(Assert.Single(outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
    }

    /// <summary>Writes images and labels in MNIST's layout.</summary>
    private void WriteIdx(string prefix, Dataset digits)
    {
        byte[] images = new byte[16 + digits.Count * digits.Shape.Count];
        byte[] labels = new byte[8 + digits.Count];
        WriteHeader(images, [digits.Count, Side, Side]);
        WriteHeader(labels, [digits.Count]);
        for (int i = 0; i < digits.Count; i++)
        {
            digits.Read(i, images.AsSpan(16 + i * digits.Shape.Count, digits.Shape.Count));
            labels[8 + i] = (byte)digits.Label(i);
        }
        File.WriteAllBytes(Path.Combine(_folder, $"{prefix}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(_folder, $"{prefix}-labels-idx1-ubyte"), labels);
    }

    private static void WriteHeader(byte[] file, int[] shape)
    {
        (file[2], file[3]) = (8, (byte)shape.Length);
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), shape[i]);
    }
}
