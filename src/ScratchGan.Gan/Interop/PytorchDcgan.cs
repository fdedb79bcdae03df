using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Gan.Interop;

/// <summary>
/// The state_dict of PyTorch's DCGAN example, as safetensors. Its networks are one nn.Sequential "main" in which activations have numbers of their own, so with
/// F features, Z latents and C channels, at 64 pixels:
/// <list type="bullet">
/// <item>generator: main.0.weight [Z, 8F, 4, 4], main.3.weight [8F, 4F, 4, 4], main.6.weight [4F, 2F, 4, 4], main.9.weight [2F, F, 4, 4], main.12.weight
/// [F, C, 4, 4], and after each but the last a batch normalisation: main.1, .4, .7, .10 with weight, bias, running_mean, running_var and num_batches_tracked</item>
/// <item>discriminator: main.0.weight [F, C, 4, 4], main.2.weight [2F, F, 4, 4], main.5.weight [4F, 2F, 4, 4], main.8.weight [8F, 4F, 4, 4], main.11.weight
/// [1, 8F, 4, 4], and batch normalisations main.3, .6, .9</item>
/// </list>
/// 16 and 32 pixels have fewer stages of the same kind. Weights need no change of layout. The example's discriminator ends with a sigmoid, which has no
/// parameters; ours gives the logit before it.
/// </summary>
public static class PytorchDcgan
{
    private const string Prefix = "main.";
    private const string BatchesTracked = "num_batches_tracked";
    private const string RunningMean = "running_mean";

    /// <param name="batches">stored as num_batches_tracked, which nothing is computed from</param>
    /// <exception cref="DataException">the file cannot be written</exception>
    public static void SaveGenerator(string path, Module generator, long batches) => Save(path, generator, NameInGenerator, batches);

    /// <summary>Whether the layout has names for it: PyTorch's example knows no normalisation but that of batches.</summary>
    public static bool HasNamesFor(Module discriminator) =>
        discriminator.NamedBuffers().Any(buffer => buffer.Path.EndsWith(RunningMean, StringComparison.Ordinal));

    /// <exception cref="DataException">the file cannot be written, or the discriminator has no batch normalisation</exception>
    public static void SaveDiscriminator(string path, Module discriminator, long batches)
    {
        if (!HasNamesFor(discriminator))
            throw new DataException($"{path}: expected a discriminator with batch normalisation, as PyTorch's example has, found one without");
        Save(path, discriminator, NameInDiscriminator, batches);
    }

    /// <summary>Reads a discriminator; the caller owns it.</summary>
    /// <exception cref="DataException">the file is damaged, or has other arrays</exception>
    public static Module LoadDiscriminator(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "discriminator");
        int[] first = ShapeOf(file, $"{Prefix}0.weight") ?? throw new DataException($"{path}: expected {Prefix}0.weight, found none");
        int stages = 1 + file.Arrays.Count(array => array.Name.EndsWith(RunningMean, StringComparison.Ordinal));
        if (first.Length != 4 || stages is < 2 or > 4)
            throw new DataException($"{path}: expected a discriminator of 2 to 4 stages, found {stages} and a first weight [{string.Join(", ", first)}]");
        Module discriminator = Dcgan.Discriminator(new DcganSizes(4 << stages, first[1], first[0], Latent: 1));
        discriminator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        StoredNetwork.Fill(path, discriminator, file, NameInDiscriminator);
        discriminator.Evaluate();
        return discriminator;
    }

    /// <summary>The sizes of the generator in a file; null when there is none in this layout.</summary>
    internal static DcganSizes? SizesOfGenerator(SafeTensorsFile file)
    {
        int stages = file.Arrays.Count(array => array.Name.EndsWith(RunningMean, StringComparison.Ordinal));
        return stages is >= 2 and <= 4
            && ShapeOf(file, $"{Prefix}0.weight") is [int latent, int widest, 4, 4] && widest % (1 << (stages - 1)) == 0
            && ShapeOf(file, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{3 * stages}.weight")) is [_, int channels, 4, 4]
            ? new DcganSizes(4 << stages, channels, widest >> (stages - 1), latent)
            : null;
    }

    /// <summary>2k → 3k, 2k + 1 → 3k + 1: between two of our layers, of which the second holds its activation, lies one more.</summary>
    internal static string NameInGenerator(string own) => Renumbered(own, index => index / 2 * 3 + index % 2);

    /// <summary>0 → 0, 2k → 3k − 1, 2k + 1 → 3k.</summary>
    private static string NameInDiscriminator(string own) => Renumbered(own, index => index == 0 ? 0 : index / 2 * 3 - 1 + index % 2);

    private static string Renumbered(string own, Func<int, int> number)
    {
        int dot = own.IndexOf('.', StringComparison.Ordinal);
        int index = number(int.Parse(own.AsSpan(0, dot), CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index}{own[dot..]}");
    }

    private static int[]? ShapeOf(SafeTensorsFile file, string name) => file.Arrays.FirstOrDefault(array => array.Name == name)?.Shape;

    private static void Save(string path, Module network, Func<string, string> nameOf, long batches)
    {
        var arrays = new List<NamedArray>();
        foreach ((string own, Tensor tensor) in network.StateDictionary())
        {
            string name = nameOf(own);
            arrays.Add(new NamedArray(name, tensor.Shape.Dimensions.ToArray(), tensor.ToArray()));
            if (name.EndsWith(RunningMean, StringComparison.Ordinal))
                arrays.Add(new NamedArray(name.Replace(RunningMean, BatchesTracked, StringComparison.Ordinal), [], []) { Integers = [batches] });
        }
        AtomicFile.Write(path, new SafeTensorsFile([KeyValuePair.Create("format", "pt")], arrays).Write);
    }
}
