using ScratchGan.Engine;
using ScratchGan.Engine.Layers;
using ScratchGan.Engine.Operations;
using ScratchGan.Gan.Models;
using ScratchGan.Tests.Gan.Models.Reference;

namespace ScratchGan.Tests.Gan.Models;

/// <summary>A whole network at sizes that all differ, and the same from its formula.</summary>
/// <param name="Create">a network that reads its labels from where it is told</param>
internal sealed partial record NetworkCase(string Name, Shape Input, Func<ClassLabels, Module> Create, Func<PlainPass, PlainTensor, PlainTensor> Reference)
{
    private const int Classes = 5;
    private const int Latent = 7;
    private const int Stages = 2;
    private const int Width = 2;
    private static readonly int[] Labels = [2, 0, 4, 2];
    private static readonly Shape Images = new(Labels.Length, 3, 16, 16);
    private static readonly Shape Latents = new(Labels.Length, Latent, 1, 1);
    private static readonly DcganSizes Dcgan = new(16, Channels: 3, Features: Width, Latent);
    private static readonly R3GanSizes R3 = new(Channels: 3, [4, 2], Latent, Blocks: 1, GroupSize: 2);
    private static readonly Shape R3Images = new(Labels.Length, 3, 8, 8);

    public static IEnumerable<NetworkCase> All =>
    [
        new("MLP with tanh", Latents, _ => Mlp.Create(new MlpSizes(Latent, 2, 5, 2), Activations.Tanh), (pass, z) => pass.Mlp(z, 2, x => x.Map(Math.Tanh))),
        new(
            "MLP with leaky ReLU and spectral normalisation",
            new Shape(4, 3),
            _ => Mlp.Create(new MlpSizes(3, 1, 5, 2), Activations.LeakyRelu(), spectral: true),
            (pass, x) => pass.Mlp(x, 2, pass.LeakyRelu, spectral: true)),
        .. Dcgans(),
        .. Conditional(),
        new("residual generator", Latents, _ => ResidualGan.Generator(Dcgan), (pass, z) => pass.ResidualGenerator(z, Width, Stages, labels: null)),
        new(
            "residual generator, conditional",
            Latents,
            labels => ResidualGan.Generator(Dcgan, labels),
            (pass, z) => pass.ResidualGenerator(z, Width, Stages, Labels)),
        new(
            "residual discriminator",
            Images,
            _ => ResidualGan.Discriminator(Dcgan),
            (pass, x) => pass["1"].Linear(pass["0"].ResidualFeatures(x, Stages), spectral: true)),
        new(
            "residual discriminator, conditional",
            Images,
            labels => ResidualGan.Discriminator(Dcgan, labels),
            (pass, x) => pass.Projection(pass["features"].ResidualFeatures(x, Stages), Labels, spectral: true)),
        new("R3GAN generator", Latents, _ => R3Gan.Generator(R3), (pass, z) => pass.R3GanGenerator(z, R3.GroupSize)),
        new("R3GAN discriminator", R3Images, _ => R3Gan.Discriminator(R3), (pass, x) => pass["1"].Linear(pass["0"].R3GanFeatures(x, R3.GroupSize), bias: false)),
        new(
            "R3GAN discriminator with projection",
            R3Images,
            labels => new Projection(R3Gan.Features(R3), width: 4, labels),
            (pass, x) => pass.Projection(pass["features"].R3GanFeatures(x, R3.GroupSize), Labels)),
    ];

    /// <summary>The classes of the samples, for a network on a device.</summary>
    public static ClassLabels LabelsOn(Device device)
    {
        var labels = new ClassLabels(Classes);
        labels.Set(device, Labels);
        return labels;
    }

    public override string ToString() => Name;
}
