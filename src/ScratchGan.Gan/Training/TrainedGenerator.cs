using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Interop;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>
/// A generator to draw with: the averaged one of a <see cref="Checkpoint"/> (moments and data are not needed), or a DCGAN's in PyTorch's layout (<see
/// cref="PytorchDcgan"/>). A checkpoint's discriminator can be had too.
/// </summary>
public sealed class TrainedGenerator : IDisposable
{
    /// <summary>In a checkpoint: an <see cref="Models.Architecture"/> in small letters; a DCGAN where it is missing.</summary>
    public const string NetworkKey = "network";

    /// <summary>In a checkpoint: how images are augmented; they are not where it is missing.</summary>
    public const string AugmentationKey = "augment";

    /// <summary>In a checkpoint: images that the discriminator judges together; one where it is missing.</summary>
    public const string PackKey = "pack";

    private const string Discriminator = "discriminator.";
    private readonly string _path;
    private readonly SafeTensorsFile _file;
    private readonly Device _device;
    private readonly DcganSizes _sizes;

    private TrainedGenerator(string path, SafeTensorsFile file, Device device, Architecture architecture, Module generator, DcganSizes sizes, long step)
    {
        (_path, _file, _device, Architecture, Generator, _sizes, Step) = (path, file, device, architecture, generator, sizes, step);
        generator.Evaluate();
    }

    public Architecture Architecture { get; }

    /// <summary>z [N, latent, 1, 1] → images [N, C, H, W], in evaluation mode.</summary>
    public Module Generator { get; }

    /// <summary>Steps it was trained for; 0 where the file does not say.</summary>
    public long Step { get; }

    public ImageShape Shape => new(_sizes.Channels, _sizes.ImageSize, _sizes.ImageSize);

    /// <summary>Length of z.</summary>
    public int Latent => _sizes.Latent;

    /// <summary>Images that the discriminator beside it judges together.</summary>
    public int Pack => _file[PackKey] is null ? 1 : NumberOf(_path, _file, PackKey);

    /// <summary>Whether the file has a discriminator beside the generator.</summary>
    public bool HasDiscriminator => _file.Arrays.Any(array => array.Name.StartsWith(Discriminator, StringComparison.Ordinal));

    /// <exception cref="DataException">the file is damaged, or holds no such generator; the message is one line for the user</exception>
    public static TrainedGenerator Load(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "checkpoint");
        if (PytorchDcgan.SizesOfGenerator(file) is DcganSizes found)
            return Load(path, file, device, Architecture.Dcgan, found, PytorchDcgan.NameInGenerator, step: 0);
        var sizes = new DcganSizes(Number("imageSize"), Number("channels"), Number("features"), Number("latent"));
        return Load(path, file, device, ArchitectureOf(path, file), sizes, name => $"average.{name}", Number("step"));

        int Number(string key) => NumberOf(path, file, key);
    }

    /// <summary>The discriminator of the same checkpoint without its augmentation, in evaluation mode; the caller owns it.</summary>
    /// <exception cref="DataException">the file has none</exception>
    public Module LoadDiscriminator()
    {
        string prefix = _file[AugmentationKey] is null ? Discriminator : $"{Discriminator}augmented.";
        // A file does not say how a DCGAN's discriminator is normalised; the names and shapes of its arrays do.
        foreach (Normalization normalization in Enum.GetValues<Normalization>())
        {
            Module discriminator = Architecture.Discriminator(_sizes, normalization, Pack);
            if (!StoredNetwork.Fits(discriminator, _file, Name))
                continue;
            discriminator.Initialize(_device, new RandomSource(seed: 0, stream: 0));
            StoredNetwork.Fill(_path, discriminator, _file, Name);
            discriminator.Evaluate();
            return discriminator;
        }
        throw new DataException($"{_path}: expected a discriminator beside the generator, found none that fits it");

        string Name(string own) => prefix + own;
    }

    /// <summary>Images from latents that are a pure function of the seed.</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public MemoryDataset Sample(string name, int count, ulong seed)
    {
        float[] latents = new float[count * Latent];
        new RandomSource(seed, GanStreams.SampleLatents).FillNormal(latents);
        return MemoryDataset.OfValues(name, Shape, Draw(latents));
    }

    /// <summary>Images [N, C, H, W] in [−1, 1] from latents [N, <see cref="Latent"/>].</summary>
    public float[] Draw(ReadOnlySpan<float> latents) => Drawing.Draw(_device, Generator, latents, Latent);

    public void Dispose() => Generator.Dispose();

    private static TrainedGenerator Load(
        string path, SafeTensorsFile file, Device device, Architecture architecture, DcganSizes sizes, Func<string, string> nameOf, long step)
    {
        Module generator = Create(path, architecture, sizes);
        generator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        StoredNetwork.Fill(path, generator, file, nameOf);
        return new TrainedGenerator(path, file, device, architecture, generator, sizes, step);
    }

    private static Module Create(string path, Architecture architecture, DcganSizes sizes)
    {
        try
        {
            return architecture.Generator(sizes);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }

    private static Architecture ArchitectureOf(string path, SafeTensorsFile file)
    {
        if (file[NetworkKey] is not string word)
            return Architecture.Dcgan;
        Architecture[] found = [.. Enum.GetValues<Architecture>().Where(one => one.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))];
        return found is [Architecture architecture] ? architecture : throw new DataException(
            $"{path}: expected a {NetworkKey} of {string.Join(", ", Enum.GetValues<Architecture>()).ToLowerInvariant()}, found {word}");
    }

    private static int NumberOf(string path, SafeTensorsFile file, string key) =>
        int.TryParse(file[key], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new DataException($"{path}: expected the checkpoint of a generator with {key}, found {file[key] ?? "none"}");
}
