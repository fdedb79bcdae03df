using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Kernels.Operators;
using Conv2d = ScratchGan.Engine.Layers.Conv2d;

namespace ScratchGan.Gan.Models;

/// <summary>
/// Residual networks after Miyato et al. 2018 (SNGAN, table 4): blocks of two 3×3 convolutions beside a shortcut. Generator: batch normalisation and nearest
/// neighbours, from a 4×4 map. Discriminator: spectral normalisation of every weight and average pooling; sums the last map up, so it judges each image alone.
/// With labels: conditional batch normalisation and projection. Sizes are those of a <see cref="DcganSizes"/>: Features is the width everywhere.
/// <para>
/// The discriminator is not table 4's, which halves 32 pixels in two blocks, keeps the side in two more, and sums over 8×8: this one halves in every block,
/// in three at 32 pixels, and sums over 4×4. And table 4 has a width of 256 in the generator and of 128 in the discriminator.
/// </para>
/// </summary>
public static class ResidualGan
{
    private const int Smallest = 4;

    /// <summary>z [N, latent, …] → images [N, channels, size, size] in (−1, 1).</summary>
    /// <param name="labels">null for an unconditional generator</param>
    public static Module Generator(DcganSizes sizes, ClassLabels? labels = null)
    {
        int width = sizes.Features;
        var layers = new List<Module>
        {
            new Flatten(),
            new Linear(sizes.Latent, width * Smallest * Smallest, initializer: Initializers.Orthogonal(width * Smallest * Smallest)),
            new Reshape(width, Smallest, Smallest),
        };
        for (int stage = 0; stage < sizes.Stages; stage++)
            layers.Add(new ResidualUp(width, labels));
        layers.Add(new BatchNorm2d<Relu>(width, Activations.Relu));
        layers.Add(Convolution(width, sizes.Channels, kernel: 3));
        layers.Add(new ActivationLayer<Tanh>(Activations.Tanh));
        return new Sequential(layers);
    }

    /// <summary>Images [N, channels, size, size] → logits [N, 1].</summary>
    /// <param name="labels">null for an unconditional discriminator</param>
    public static Module Discriminator(DcganSizes sizes, ClassLabels? labels = null)
    {
        var layers = new List<Module>();
        for (int stage = 0; stage < sizes.Stages; stage++)
            layers.Add(new ResidualDown(stage == 0 ? sizes.Channels : sizes.Features, sizes.Features, first: stage == 0));
        layers.Add(new ActivationLayer<Relu>(Activations.Relu));
        layers.Add(new SumOfPlaces());
        Module features = new Sequential(layers);
        return labels is null
            ? new Sequential(features, new Linear(sizes.Features, 1, initializer: Initializers.Orthogonal(1), spectral: true))
            : new Projection(features, sizes.Features, labels, spectral: true);
    }

    internal static Conv2d Convolution(int inputs, int outputs, int kernel, bool spectral = false) => new(
        ConvolutionSettings.Square(inputs, outputs, kernel, padding: kernel / 2), initializer: Initializers.Orthogonal(outputs), spectral: spectral);
}
