using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Interop;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>
/// A DCGAN's generator, to draw with: the averaged one of a <see cref="Checkpoint"/> (moments and data are not needed), or one in PyTorch's layout (<see
/// cref="PytorchDcgan"/>). A checkpoint's discriminator can be had too.
/// </summary>
public sealed class TrainedDcgan : IDisposable
{
    private const string Discriminator = "discriminator.";
    private readonly string _path;
    private readonly SafeTensorsFile _file;
    private readonly Device _device;
    private readonly DcganSizes _sizes;

    private TrainedDcgan(string path, SafeTensorsFile file, Device device, Module generator, DcganSizes sizes, long step)
    {
        (_path, _file, _device, Generator, _sizes, Step) = (path, file, device, generator, sizes, step);
        generator.Evaluate();
    }

    /// <summary>z [N, latent, 1, 1] → images [N, C, H, W], in evaluation mode.</summary>
    public Module Generator { get; }

    /// <summary>Steps it was trained for; 0 where the file does not say.</summary>
    public long Step { get; }

    public ImageShape Shape => new(_sizes.Channels, _sizes.ImageSize, _sizes.ImageSize);

    /// <summary>Length of z.</summary>
    public int Latent => _sizes.Latent;

    /// <summary>Whether the file has a discriminator beside the generator.</summary>
    public bool HasDiscriminator => _file.Arrays.Any(array => array.Name.StartsWith(Discriminator, StringComparison.Ordinal));

    /// <exception cref="DataException">the file is damaged, or is no DCGAN; the message is one line for the user</exception>
    public static TrainedDcgan Load(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "checkpoint");
        if (PytorchDcgan.SizesOfGenerator(file) is DcganSizes found)
            return Load(path, file, device, found, PytorchDcgan.NameInGenerator, step: 0);
        var sizes = new DcganSizes((int)Number("imageSize"), (int)Number("channels"), (int)Number("features"), (int)Number("latent"));
        return Load(path, file, device, sizes, name => $"average.{name}", Number("step"));

        long Number(string key) => long.TryParse(file[key], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            && value is >= 0 and <= int.MaxValue
            ? value
            : throw new DataException($"{path}: expected the checkpoint of a DCGAN with {key}, found {file[key] ?? "none"}");
    }

    /// <summary>The discriminator of the same checkpoint, in evaluation mode, with whatever normalisation it was trained; the caller owns it.</summary>
    /// <exception cref="DataException">the file has none</exception>
    public Module LoadDiscriminator()
    {
        foreach (Normalization normalization in Enum.GetValues<Normalization>())
        {
            Module discriminator = Dcgan.Discriminator(_sizes, normalization);
            if (!StoredNetwork.Fits(discriminator, _file, Name))
                continue;
            discriminator.Initialize(_device, new RandomSource(seed: 0, stream: 0));
            StoredNetwork.Fill(_path, discriminator, _file, Name);
            discriminator.Evaluate();
            return discriminator;
        }
        throw new DataException($"{_path}: expected the discriminator of a DCGAN, found none");

        static string Name(string own) => Discriminator + own;
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

    private static TrainedDcgan Load(string path, SafeTensorsFile file, Device device, DcganSizes sizes, Func<string, string> nameOf, long step)
    {
        Module generator = Create(path, sizes);
        generator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        StoredNetwork.Fill(path, generator, file, nameOf);
        return new TrainedDcgan(path, file, device, generator, sizes, step);
    }

    private static Module Create(string path, DcganSizes sizes)
    {
        try
        {
            return Dcgan.Generator(sizes);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }
}
