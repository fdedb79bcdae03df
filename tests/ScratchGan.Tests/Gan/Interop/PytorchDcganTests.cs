using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Interop;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;
using Xunit;

namespace ScratchGan.Tests.Gan.Interop;

/// <summary>
/// The files of tests/Fixtures were written by PyTorch (pytorch_dcgan.py there): its networks, an input of each and what it made of it.
/// </summary>
public sealed class PytorchDcganTests : IDisposable
{
    private const float Tolerance = 1e-5f;
    private readonly Device _device = Device.Cpu(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("scratchgan-pytorch-").FullName;

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void PyTorchs_generator_draws_here_what_it_draws_there()
    {
        using TrainedGenerator generator = TrainedGenerator.Load(Fixture("generator"), _device);
        Assert.Equal((new ImageShape(3, 64, 64), 3), (generator.Shape, generator.Latent));
        Assert.False(generator.HasDiscriminator);
        SafeTensorsFile forward = Read(Fixture("generator-forward"));
        AssertNear(Array(forward, "output").Values, generator.Draw(Array(forward, "input").Values));
    }

    /// <summary>PyTorch's ends with a sigmoid, ours with the logit.</summary>
    [Fact]
    public void PyTorchs_discriminator_judges_here_as_it_judges_there()
    {
        using Module discriminator = PytorchDcgan.LoadDiscriminator(Fixture("discriminator"), _device);
        SafeTensorsFile forward = Read(Fixture("discriminator-forward"));
        NamedArray input = Array(forward, "input");
        float[] logits = discriminator.Forward(Tensor.From(_device, input.Values, new Shape(input.Shape))).ToArray();
        AssertNear(Array(forward, "output").Values, [.. logits.Select(logit => 1 / (1 + MathF.Exp(-logit)))]);
    }

    [Fact]
    public void Written_out_again_the_names_shapes_and_numbers_are_PyTorchs()
    {
        using TrainedGenerator generator = TrainedGenerator.Load(Fixture("generator"), _device);
        using Module discriminator = PytorchDcgan.LoadDiscriminator(Fixture("discriminator"), _device);
        PytorchDcgan.SaveGenerator(In("netG"), generator.Generator, batches: 7);
        PytorchDcgan.SaveDiscriminator(In("netD"), discriminator, batches: 7);
        Assert.Equal(Contents(Fixture("generator")), Contents(In("netG")));
        Assert.Equal(Contents(Fixture("discriminator")), Contents(In("netD")));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Smaller_networks_go_out_and_in(int size)
    {
        var sizes = new DcganSizes(size, Channels: 1, Features: 4, Latent: 6);
        using Module original = Dcgan.Generator(sizes);
        original.Initialize(_device, new RandomSource(1, 1));
        original.Evaluate();
        PytorchDcgan.SaveGenerator(In("netG"), original, batches: 1);
        using TrainedGenerator read = TrainedGenerator.Load(In("netG"), _device);
        float[] latents = new float[5 * 6];
        new RandomSource(2, 2).FillNormal(latents);
        using var scope = new TensorScope(_device);
        Assert.Equal(original.Forward(Tensor.From(_device, latents, new Shape(5, 6, 1, 1))).ToArray(), read.Draw(latents));
    }

    [Theory]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.Layer)]
    [InlineData(Normalization.Spectral)]
    public void A_discriminator_without_batch_normalisation_is_refused(Normalization normalization)
    {
        using Module discriminator = Dcgan.Discriminator(new DcganSizes(16, 1, 4, 6), normalization);
        discriminator.Initialize(_device, new RandomSource(1, 1));
        DataException error = Assert.Throws<DataException>(() => PytorchDcgan.SaveDiscriminator(In("netD"), discriminator, batches: 1));
        Assert.Contains("expected a discriminator with batch normalisation", error.Message, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", $"pytorch-dcgan-{name}.safetensors");

    private string In(string name) => Path.Combine(_folder, $"{name}.safetensors");

    private static SafeTensorsFile Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return SafeTensorsFile.Read(stream);
    }

    private static NamedArray Array(SafeTensorsFile file, string name) => file.Arrays.Single(array => array.Name == name);

    private static IEnumerable<string> Contents(string path) => Read(path).Arrays.OrderBy(array => array.Name, StringComparer.Ordinal).Select(array =>
        $"{array.Name} [{string.Join(", ", array.Shape)}] {string.Join(' ', array.Values)} {string.Join(' ', array.Integers ?? [])}");

    private static void AssertNear(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(found[i], expected[i] - Tolerance, expected[i] + Tolerance);
    }
}
