using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Objectives;
using Xunit;

namespace ScratchGan.Tests.Gan.Models;

public sealed class DcganTests : IDisposable
{
    private const int Batch = 3;
    private readonly Device _device = Device.Cpu(threads: 2);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(16, 1)]
    [InlineData(16, 3)]
    [InlineData(32, 1)]
    [InlineData(32, 3)]
    [InlineData(64, 1)]
    [InlineData(64, 3)]
    [InlineData(128, 3)]
    public void A_generator_makes_images_and_a_discriminator_logits(int imageSize, int channels)
    {
        var sizes = new DcganSizes(imageSize, channels, Features: 5, Latent: 7);
        Module generator = Initialized(Dcgan.Generator(sizes));
        Tensor images = generator.Forward(Latents(sizes));
        Assert.Equal(new Shape(Batch, channels, imageSize, imageSize), images.Shape);
        Assert.Equal(images.Shape, generator.Describe(Latents(sizes).Shape).Output);
        Assert.All(images.ToArray(), value => Assert.InRange(value, -0.999999f, 0.999999f));
        foreach (Normalization normalization in Enum.GetValues<Normalization>())
        {
            Module discriminator = Initialized(Dcgan.Discriminator(sizes, normalization));
            Assert.Equal(new Shape(Batch, 1), discriminator.Forward(images).Shape);
            Assert.Equal(new Shape(Batch, 1), discriminator.Describe(images.Shape).Output);
        }
    }

    /// <summary>The counts of PyTorch's DCGAN example, which has the same layers.</summary>
    [Fact]
    public void At_64_pixels_in_colour_with_64_features_there_are_as_many_parameters_as_in_the_well_known_example()
    {
        var sizes = new DcganSizes(64, 3, Features: 64, Latent: 100);
        Assert.Equal(3_576_704, Count(Dcgan.Generator(sizes)));
        Assert.Equal(2_765_568, Count(Dcgan.Discriminator(sizes)));

        static int Count(Module module) => module.NamedParameters().Sum(entry => entry.Parameter.Shape.Count);
    }

    [Theory]
    [InlineData(Normalization.Batch)]
    [InlineData(Normalization.Layer)]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.Spectral)]
    public void Every_parameter_of_both_networks_receives_a_gradient(Normalization normalization)
    {
        var sizes = new DcganSizes(32, 3, Features: 5, Latent: 7);
        Module generator = Initialized(Dcgan.Generator(sizes));
        Module discriminator = Initialized(Dcgan.Discriminator(sizes, normalization));
        Tensor logits = discriminator.Forward(generator.Forward(Latents(sizes)));
        Tensor loss = new NonSaturating().GeneratorLoss(null, logits);
        Tensor[] gradients = Gradients.Of(loss, [.. generator.Parameters, .. discriminator.Parameters]);
        IEnumerable<(string Path, Parameter Parameter)> names = generator.NamedParameters().Concat(discriminator.NamedParameters());
        foreach ((Tensor gradient, (string path, Parameter parameter)) in gradients.Zip(names))
            Assert.True(gradient.ToArray().All(value => float.IsFinite(value) && value != 0), $"{path} {parameter.Shape} has an entry of zero or not finite");
    }

    /// <summary>With several tens of thousands of weights, mean and deviation are known to 1 % of the deviation.</summary>
    [Fact]
    public void Weights_start_from_a_normal_distribution_of_deviation_0_02_and_scales_from_one_around_1()
    {
        Module generator = Initialized(Dcgan.Generator(new DcganSizes(32, 3, Features: 32, Latent: 50)));
        foreach ((string path, Parameter parameter) in generator.NamedParameters())
        {
            float[] values = parameter.Value.ToArray();
            double mean = values.Average();
            double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            if (parameter.Shape.Rank == 4)
            {
                Assert.Equal(0, mean, 5 * 0.02 / Math.Sqrt(values.Length));
                Assert.Equal(0.02, deviation, 5 * 0.02 / Math.Sqrt(2 * values.Length));
            }
            else if (path.EndsWith("weight", StringComparison.Ordinal))
            {
                Assert.Equal(1, mean, 5 * 0.02 / Math.Sqrt(values.Length));
                Assert.Equal(0.02, deviation, 5 * 0.02 / Math.Sqrt(2 * values.Length));
            }
            else
            {
                Assert.All(values, value => Assert.Equal(0f, value));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(256)]
    public void Another_image_size_is_an_error_that_names_the_sizes_there_are(int imageSize)
    {
        var sizes = new DcganSizes(imageSize, 1, Features: 5, Latent: 7);
        foreach (Func<object> create in (Func<object>[])[() => Dcgan.Generator(sizes), () => Dcgan.Discriminator(sizes)])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(create);
            Assert.Equal($"a DCGAN makes images of 16, 32, 64 or 128 pixels, found {imageSize}", error.Message);
        }
    }

    private Module Initialized(Module module)
    {
        module.Initialize(_device, new RandomSource(seed: 3, stream: 0));
        return module;
    }

    private Tensor Latents(DcganSizes sizes) => new RandomSource(seed: 3, stream: 1).Normal(_device, new Shape(Batch, sizes.Latent, 1, 1));
}
