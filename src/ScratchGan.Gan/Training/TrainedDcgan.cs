using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Engine.Checkpoints;
using ScratchGan.Engine.Layers;
using ScratchGan.Gan.Models;

namespace ScratchGan.Gan.Training;

/// <summary>The averaged generator of a DCGAN's <see cref="Checkpoint"/>, to draw with: discriminator, moments and data are not needed.</summary>
public sealed class TrainedDcgan : IDisposable
{
    private const string Average = "average.";
    private readonly Device _device;
    private readonly Module _generator;
    private readonly DcganSizes _sizes;

    private TrainedDcgan(Device device, Module generator, DcganSizes sizes, long step)
    {
        (_device, _generator, _sizes, Step) = (device, generator, sizes, step);
        generator.Evaluate();
    }

    /// <summary>Steps it was trained for.</summary>
    public long Step { get; }

    public ImageShape Shape => new(_sizes.Channels, _sizes.ImageSize, _sizes.ImageSize);

    /// <summary>Length of z.</summary>
    public int Latent => _sizes.Latent;

    /// <exception cref="DataException">the file is damaged, or is no checkpoint of a DCGAN; the message is one line for the user</exception>
    public static TrainedDcgan Load(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "checkpoint");
        var sizes = new DcganSizes((int)Number("imageSize"), (int)Number("channels"), (int)Number("features"), (int)Number("latent"));
        Module generator = Create(path, sizes);
        generator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        Dictionary<string, NamedArray> arrays = file.Arrays.ToDictionary(array => array.Name);
        foreach ((string name, Tensor tensor) in generator.StateDictionary())
        {
            if (!arrays.TryGetValue(Average + name, out NamedArray? array) || !array.Shape.AsSpan().SequenceEqual(tensor.Shape.Dimensions))
                throw new DataException(
                    $"{path}: expected {Average}{name} {tensor.Shape}, found {(array is null ? "none" : $"[{string.Join(", ", array.Shape)}]")}");
            tensor.Write(array.Values);
        }
        return new TrainedDcgan(device, generator, sizes, Number("step"));

        long Number(string key) => long.TryParse(file[key], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            && value is >= 0 and <= int.MaxValue
            ? value
            : throw new DataException($"{path}: expected the checkpoint of a DCGAN with {key}, found {file[key] ?? "none"}");
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
    public float[] Draw(ReadOnlySpan<float> latents) => Drawing.Draw(_device, _generator, latents, Latent);

    public void Dispose() => _generator.Dispose();

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
