using ScratchGan.Engine.Layers;

namespace ScratchGan.Gan.Models;

/// <summary>
/// R3GAN (Huang et al. 2024, "The GAN is dead; long live the GAN!", configuration E): residual blocks with grouped convolutions in both networks, bilinear
/// resampling between stages, no normalisation, no tanh. To be trained by relativistic pairing with R1 and R2 at every step.
/// </summary>
public static class R3Gan
{
    /// <summary>Of every leaky ReLU.</summary>
    internal const float Slope = 0.2f;

    /// <summary>z [N, latent, …] → images [N, channels, size, size], not bounded.</summary>
    public static Module Generator(R3GanSizes sizes)
    {
        sizes = sizes.Checked();
        var layers = new List<Module> { new ModulatedBasis(sizes.Latent, sizes.Widths[0], R3GanSizes.Smallest) };
        for (int stage = 0; stage < sizes.Widths.Count; stage++)
        {
            if (stage > 0)
            {
                layers.Add(new BilinearUp());
                AddProjection(layers, sizes.Widths[stage - 1], sizes.Widths[stage]);
            }
            AddBlocks(layers, sizes, stage);
        }
        layers.Add(Pointwise(sizes.Widths[^1], sizes.Channels));
        return new Sequential(layers);
    }

    /// <summary>Images [N, channels, size, size] → logits [N, 1].</summary>
    public static Module Discriminator(R3GanSizes sizes) =>
        new Sequential(Features(sizes), new Linear(sizes.Widths[0], 1, bias: false, Initializers.He(sizes.Widths[0], slope: 1f)));

    /// <summary>Images → [N, width of the first stage]: what the discriminator judges by.</summary>
    public static Module Features(R3GanSizes sizes)
    {
        sizes = sizes.Checked();
        var layers = new List<Module> { Pointwise(sizes.Channels, sizes.Widths[^1]) };
        for (int stage = sizes.Widths.Count - 1; stage >= 0; stage--)
        {
            AddBlocks(layers, sizes, stage);
            if (stage > 0)
            {
                AddProjection(layers, sizes.Widths[stage], sizes.Widths[stage - 1]);
                layers.Add(new BilinearDown());
            }
        }
        // A filter of its own for each channel reads the last map, place by place.
        int width = sizes.Widths[0];
        layers.Add(new Conv2d(
            new ConvolutionSettings(width, width, R3GanSizes.Smallest, R3GanSizes.Smallest, Groups: width), bias: false,
            Initializers.He(R3GanSizes.Smallest * R3GanSizes.Smallest, slope: 1f)));
        layers.Add(new Flatten());
        return new Sequential(layers);
    }

    private static void AddBlocks(List<Module> layers, R3GanSizes sizes, int stage)
    {
        for (int block = 0; block < sizes.Blocks; block++)
            layers.Add(new R3GanBlock(sizes.Widths[stage], sizes.GroupSize, sizes.BlockGain));
    }

    /// <summary>Where widths differ, a mixture of channels at each pixel.</summary>
    private static void AddProjection(List<Module> layers, int inputs, int outputs)
    {
        if (inputs != outputs)
            layers.Add(Pointwise(inputs, outputs));
    }

    private static Conv2d Pointwise(int inputs, int outputs) =>
        new(ConvolutionSettings.Square(inputs, outputs, kernel: 1), bias: false, Initializers.He(inputs, slope: 1f));
}
