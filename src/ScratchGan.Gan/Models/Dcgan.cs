using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;

namespace ScratchGan.Gan.Models;

/// <summary>What a discriminator normalises its layers with.</summary>
public enum Normalization
{
    /// <summary>Batch normalisation: DCGAN's choice; not with a gradient penalty.</summary>
    Batch,

    /// <summary>Layer normalisation: judges each image alone, for WGAN-GP.</summary>
    Layer,

    /// <summary>None, with He's initial weights: for R1 and R2.</summary>
    None,

    /// <summary>Spectral normalisation of every weight instead of the layers' outputs (Miyato et al. 2018), with He's initial weights.</summary>
    Spectral,
}

/// <summary>The sizes of a DCGAN.</summary>
/// <param name="ImageSize">pixels a side: 16, 32, 64 or 128</param>
/// <param name="Channels">1 grey, 3 colour</param>
/// <param name="Features">channels of the layer next to the image; each smaller layer has twice as many</param>
/// <param name="Latent">length of z</param>
public readonly record struct DcganSizes(int ImageSize, int Channels, int Features, int Latent)
{
    /// <summary>Numbers that a discriminator knows of an image before it judges it: those of its last map, of 4×4 places.</summary>
    public int FeatureCount => (Features << (Stages - 1)) * 16;

    /// <summary>Layers between the 4×4 map and the image: 2 to 5.</summary>
    internal int Stages => ImageSize switch
    {
        16 => 2,
        32 => 3,
        64 => 4,
        128 => 5,
        _ => throw new ArgumentException($"a DCGAN makes images of 16, 32, 64 or 128 pixels, found {ImageSize}"),
    };
}

/// <summary>
/// Deep convolutional GAN (Radford et al. 2015): every layer is a 4×4 convolution of stride 2, no pooling, no hidden dense layers. Weights start from N(0,
/// 0.02²).
/// </summary>
public static class Dcgan
{
    private const int Kernel = 4;
    private const float Slope = 0.2f;
    private static readonly Initializer Weights = Initializers.Normal(0f, 0.02f);
    private static readonly Initializer Scales = Initializers.Normal(1f, 0.02f);

    /// <summary>
    /// z [N, latent, 1, 1] → images [N, channels, size, size] in (−1, 1). Batch normalisation and ReLU after every layer but the last, tanh at the end.
    /// </summary>
    /// <param name="labels">for conditional batch normalisation; null for the usual one</param>
    public static Module Generator(DcganSizes sizes, ClassLabels? labels = null)
    {
        int features = sizes.Features << (sizes.Stages - 1);
        var layers = new List<Module>
        {
            new ConvTranspose2d(ConvolutionSettings.Square(sizes.Latent, features, Kernel), bias: false, initializer: Weights),
            Normalized(features),
        };
        for (int stage = 1; stage < sizes.Stages; stage++, features /= 2)
        {
            layers.Add(new ConvTranspose2d(
                ConvolutionSettings.Square(features, features / 2, Kernel, stride: 2, padding: 1), bias: false, initializer: Weights));
            layers.Add(Normalized(features / 2));
        }
        layers.Add(new ConvTranspose2d(ConvolutionSettings.Square(features, sizes.Channels, Kernel, stride: 2, padding: 1), bias: false, initializer: Weights));
        layers.Add(new ActivationLayer<Kernels.Operators.Tanh>(Activations.Tanh));
        return new Sequential(layers);

        Module Normalized(int channels) => labels is null
            ? new BatchNorm2d<Kernels.Operators.Relu>(channels, Activations.Relu, Scales)
            : new ConditionalBatchNorm2d<Kernels.Operators.Relu>(channels, Activations.Relu, labels);
    }

    /// <summary>
    /// Images [N, channels, size, size] → logits [N, 1]. LeakyReLU 0.2 after every layer but the last, normalisation after every layer but the first and
    /// last.
    /// </summary>
    /// <param name="group">
    /// images whose <see cref="MinibatchDeviation"/> the last layer sees beside the 4×4 map, where Karras et al. 2018 put it; 1: not at all
    /// </param>
    public static Module Discriminator(DcganSizes sizes, Normalization normalization = Normalization.Batch, int group = 1)
    {
        List<Module> layers = Layers(sizes, normalization);
        int inputs = sizes.Features << (sizes.Stages - 1);
        if (group > 1)
        {
            layers.Add(new MinibatchDeviation(group));
            inputs++;
        }
        layers.Add(new Conv2d(
            ConvolutionSettings.Square(inputs, 1, Kernel), bias: normalization != Normalization.Batch, InitialWeights(normalization, inputs),
            spectral: normalization == Normalization.Spectral));
        layers.Add(new Flatten());
        return new Sequential(layers);
    }

    /// <summary>Images → [N, <see cref="DcganSizes.FeatureCount"/>]: what the discriminator judges by, for heads other than its own.</summary>
    public static Module FeaturesOf(DcganSizes sizes, Normalization normalization) => new Sequential([.. Layers(sizes, normalization), new Flatten()]);

    /// <summary>Images → [N, features, 4, 4], all of a discriminator but its head.</summary>
    private static List<Module> Layers(DcganSizes sizes, Normalization normalization)
    {
        Activation<Kernels.Operators.LeakyRelu> leaky = Activations.LeakyRelu(Slope);
        var layers = new List<Module>();
        int inputs = sizes.Channels;
        int outputs = sizes.Features;
        for (int stage = 0; stage < sizes.Stages; stage++, inputs = outputs, outputs *= 2)
        {
            bool normalized = stage > 0 && normalization is (Normalization.Batch or Normalization.Layer);
            layers.Add(new Conv2d(
                ConvolutionSettings.Square(inputs, outputs, Kernel, stride: 2, padding: 1), bias: !normalized && normalization != Normalization.Batch,
                InitialWeights(normalization, inputs), spectral: normalization == Normalization.Spectral));
            if (normalized && normalization == Normalization.Batch)
            {
                layers.Add(new BatchNorm2d<Kernels.Operators.LeakyRelu>(outputs, leaky, Scales));
                continue;
            }
            if (normalized)
                layers.Add(new LayerNorm(outputs));
            layers.Add(new ActivationLayer<Kernels.Operators.LeakyRelu>(leaky));
        }
        return layers;
    }

    private static Initializer InitialWeights(Normalization normalization, int inputs) =>
        normalization is Normalization.None or Normalization.Spectral ? Initializers.He(inputs * Kernel * Kernel, Slope) : Weights;
}
