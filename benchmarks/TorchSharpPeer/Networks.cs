using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScratchGan.TorchSharpPeer;

/// <summary>Sizes of both networks; z has 100 numbers.</summary>
internal readonly record struct NetworkSizes(int ImageSize, int Channels, int Features)
{
    public const int Latent = 100;

    /// <summary>Channels at the 4×4 map, where the generator starts and the discriminator ends.</summary>
    public int Widest => Features * ImageSize / 8;
}

/// <summary>
/// The networks of PyTorch's DCGAN example: 4×4 kernels of stride 2 without bias, batch normalisation after all but the outermost layers, weights from
/// N(0, 0.02²), scales from N(1, 0.02²). Those of src/ScratchGan.Gan/Models/Dcgan.cs, but that a sigmoid ends the discriminator.
/// </summary>
internal static class Networks
{
    private const int Kernel = 4;
    private const double Slope = 0.2;
    private const double Deviation = 0.02;

    /// <summary>z [N, 100, 1, 1] → images [N, channels, size, size].</summary>
    public static Sequential Generator(NetworkSizes sizes)
    {
        int width = sizes.Widest;
        List<nn.Module<Tensor, Tensor>> layers =
            [Initialized(nn.ConvTranspose2d(NetworkSizes.Latent, width, Kernel, bias: false)), Normalization(width), nn.ReLU(inplace: true)];
        for (; width > sizes.Features; width /= 2)
            layers.AddRange([Up(width, width / 2), Normalization(width / 2), nn.ReLU(inplace: true)]);
        return nn.Sequential([.. layers, Up(width, sizes.Channels), nn.Tanh()]);
    }

    /// <summary>Images [N, channels, size, size] → probabilities [N].</summary>
    public static Sequential Discriminator(NetworkSizes sizes)
    {
        int width = sizes.Features;
        List<nn.Module<Tensor, Tensor>> layers = [Down(sizes.Channels, width), nn.LeakyReLU(Slope, inplace: true)];
        for (; width < sizes.Widest; width *= 2)
            layers.AddRange([Down(width, 2 * width), Normalization(2 * width), nn.LeakyReLU(Slope, inplace: true)]);
        return nn.Sequential([.. layers, Initialized(nn.Conv2d(width, 1, Kernel, bias: false)), nn.Sigmoid(), nn.Flatten(0)]);
    }

    private static ConvTranspose2d Up(int from, int to) => Initialized(nn.ConvTranspose2d(from, to, Kernel, stride: 2, padding: 1, bias: false));

    private static Conv2d Down(int from, int to) => Initialized(nn.Conv2d(from, to, Kernel, stride: 2, padding: 1, bias: false));

    private static BatchNorm2d Normalization(int features)
    {
        BatchNorm2d layer = nn.BatchNorm2d(features);
        nn.init.normal_(layer.weight!, 1, Deviation);
        return layer;
    }

    private static TLayer Initialized<TLayer>(TLayer layer)
        where TLayer : nn.Module
    {
        foreach (Parameter weights in layer.parameters())
            nn.init.normal_(weights, 0, Deviation);
        return layer;
    }
}
