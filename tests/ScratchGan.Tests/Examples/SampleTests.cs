using Microsoft.ML.OnnxRuntime;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Training;
using Xunit;
using static ScratchGan.Tests.Examples.DcganFolder;

namespace ScratchGan.Tests.Examples;

public sealed class SampleTests : IDisposable
{
    private readonly DcganFolder _folder = new();

    public SampleTests() => Train("--steps", "4", "--seed", "3", "--out", _folder.In("run")).AssertDone();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_runs_own_seed_gives_the_runs_own_grid_and_all_pictures_are_the_same_again()
    {
        string[] arguments = ["--model", _folder.In("run"), "--seed", "3", "--single", "--interpolate", "3", "--frames", "4"];
        ExampleProgram.Outcome outcome = await Sample([.. arguments, "--out", _folder.In("one"), "--threads", "1"]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        await Sample([.. arguments, "--out", _folder.In("two"), "--threads", "2"]);
        Assert.Equal(_folder.Bytes("run", "samples-000004.png"), _folder.Bytes("one", "grid.png"));
        string[] names = [.. Directory.EnumerateFiles(_folder.In("one")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["grid.png", .. Enumerable.Range(0, 64).Select(i => $"image-{i:D4}.png"), "interpolation.gif", "strip.png"], names);
        Assert.All(names, name => Assert.Equal(_folder.Bytes("one", name), _folder.Bytes("two", name)));
        Assert.Equal((4 * 18 - 2, 3 * 18 - 2, "PNG"), ImageFile.Probe(_folder.Bytes("one", "strip.png")));
        Assert.Equal((16, 16, "GIF"), ImageFile.Probe(_folder.Bytes("one", "interpolation.gif")));
    }

    [Fact]
    public async Task Another_seed_or_truncation_gives_other_pictures_and_every_checkpoint_will_do()
    {
        string best = _folder.In("run", "checkpoint.best.safetensors");
        await Sample("--model", best, "--count", "5", "--out", _folder.In("one"));
        await Sample("--model", best, "--count", "5", "--truncation", "0.5", "--out", _folder.In("two"));
        await Sample("--model", best, "--count", "5", "--seed", "2", "--out", _folder.In("three"));
        Assert.NotEqual(_folder.Bytes("one", "grid.png"), _folder.Bytes("two", "grid.png"));
        Assert.NotEqual(_folder.Bytes("one", "grid.png"), _folder.Bytes("three", "grid.png"));
        Assert.Equal((3 * 18 - 2, 2 * 18 - 2, "PNG"), ImageFile.Probe(_folder.Bytes("one", "grid.png")));
    }

    [Fact]
    public async Task Exports_are_read_by_others_and_by_this_program()
    {
        ExampleProgram.Outcome outcome = await Sample("--model", _folder.In("run"), "--count", "4", "--onnx", "--pytorch", "--out", _folder.In("one"));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using var generator = new InferenceSession(_folder.Bytes("one", "generator.onnx"));
        using var discriminator = new InferenceSession(_folder.Bytes("one", "discriminator.onnx"));
        Assert.Equal([-1, 1, 16, 16], generator.OutputMetadata["images"].Dimensions);
        Assert.Equal([-1, 1], discriminator.OutputMetadata["logits"].Dimensions);
        await Sample("--model", _folder.In("one", "netG.safetensors"), "--count", "4", "--out", _folder.In("two"));
        Assert.Equal(_folder.Bytes("one", "grid.png"), _folder.Bytes("two", "grid.png"));
        using Device device = Device.Cpu(1);
        ScratchGan.Gan.Interop.PytorchDcgan.LoadDiscriminator(_folder.In("one", "netD.safetensors"), device).Dispose();
    }

    /// <summary>PyTorch's example has no discriminator with spectral normalisation; ONNX has one whose weights are divided already.</summary>
    [Fact]
    public async Task A_discriminator_that_PyTorchs_example_does_not_know_is_left_out_in_words_and_ONNX_judges_as_it_does()
    {
        Train("--steps", "2", "--seed", "3", "--penalty", "spectral", "--out", _folder.In("spectral")).AssertDone();
        ExampleProgram.Outcome outcome = await Sample("--model", _folder.In("spectral"), "--count", "4", "--onnx", "--pytorch", "--out", _folder.In("one"));
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("no netD.safetensors", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.In("one", "netG.safetensors")));
        Assert.False(File.Exists(_folder.In("one", "netD.safetensors")));
        using Device device = Device.Cpu(1);
        using TrainedGenerator model = TrainedGenerator.Load(_folder.In("spectral", "checkpoint.safetensors"), device);
        using Module discriminator = model.LoadDiscriminator();
        float[] image = new float[model.Shape.Count];
        new RandomSource(seed: 2, stream: 0).FillNormal(image);
        float expected = discriminator.Forward(Tensor.From(device, image, new Shape(1, 1, 16, 16))).ToArray()[0];
        using var session = new InferenceSession(_folder.Bytes("one", "discriminator.onnx"));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> found = session.Run(
            [NamedOnnxValue.CreateFromTensor("images", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(image, [1, 1, 16, 16]))]);
        Assert.Equal(expected, found.Single().AsEnumerable<float>().Single(), 1e-5f);
    }

    [Fact]
    public async Task A_generator_that_draws_no_numbers_is_refused()
    {
        await Sample("--model", _folder.In("run"), "--count", "1", "--pytorch", "--out", _folder.In("one"));
        string path = _folder.In("one", "netG.safetensors");
        SafeTensorsFile file;
        using (FileStream stream = File.OpenRead(path))
            file = SafeTensorsFile.Read(stream);
        file.Arrays.First(array => array.Name == "main.0.weight").Values[3] = float.NaN;
        using (FileStream stream = File.Create(path))
            file.Write(stream);
        await AssertRefused(["--model", path, "--out", _folder.In("two")], $"{path}: expected a generator that draws finite numbers, found NaN");
        Assert.False(Directory.Exists(_folder.In("two")));
    }

    [Fact]
    public void The_ten_lines_of_the_README_draw()
    {
        TenLines.Draw(_folder.In("run", "checkpoint.safetensors"), _folder.In("ten.png"));
        Assert.Equal((4 * 18 - 2, 4 * 18 - 2, "PNG"), ImageFile.Probe(_folder.Bytes("ten.png")));
    }

    [Fact]
    public async Task Bad_input_is_one_line_and_exit_code_2()
    {
        await AssertRefused(["--model", _folder.In("nowhere")], _folder.In("nowhere"), "expected", "found none");
        await AssertRefused(["--model", _folder.In("run", "config.json")], "config.json", "expected a whole and unaltered checkpoint");
        await AssertRefused(["--model", _folder.In("run"), "--count", "0"], "--count: expected a number from 1 to 10000, found 0");
        await AssertRefused(["--model", _folder.In("run"), "--truncation", "0"], "--truncation: expected a number from 0.05 to 100, found 0");
        await AssertRefused(["--model", _folder.In("run"), "--out", _folder.In("run", "config.json")], "config.json");
        await AssertRefused([], "--model");
    }

    private async Task AssertRefused(string[] arguments, params string[] parts)
    {
        ExampleProgram.Outcome outcome = await Sample(arguments);
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(parts, part => Assert.Contains(part, line));
    }

    private static Task<ExampleProgram.Outcome> Sample(params string[] arguments) => ExampleProgram.Run("Sample", arguments);
}
