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
/// cref="PytorchDcgan"/>). A checkpoint's discriminator can be had too. One whose settings name a <see cref="Condition"/> draws the class that is asked for.
/// </summary>
public sealed class TrainedDcgan : IDisposable
{
    private const string Discriminator = "discriminator.";
    private readonly string _path;
    private readonly SafeTensorsFile _file;
    private readonly Device _device;
    private readonly DcganSizes _sizes;
    private readonly ClassLabels? _labels;

    private TrainedDcgan(string path, SafeTensorsFile file, Device device, Module generator, DcganSizes sizes, ClassLabels? labels, long step)
    {
        (_path, _file, _device, Generator, _sizes, _labels, Step) = (path, file, device, generator, sizes, labels, step);
        ClassNames = labels is null ? null : ClassNamesOf(file);
        generator.Evaluate();
    }

    /// <summary>z [N, latent, 1, 1] → images [N, C, H, W], in evaluation mode.</summary>
    public Module Generator { get; }

    /// <summary>Steps it was trained for; 0 where the file does not say.</summary>
    public long Step { get; }

    public ImageShape Shape => new(_sizes.Channels, _sizes.ImageSize, _sizes.ImageSize);

    /// <summary>Length of z.</summary>
    public int Latent => _sizes.Latent;

    /// <summary>The names of the classes in label order; null for a generator that is not asked for a class.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Whether the file has a discriminator beside the generator.</summary>
    public bool HasDiscriminator => _file.Arrays.Any(array => array.Name.StartsWith(Discriminator, StringComparison.Ordinal));

    /// <exception cref="DataException">the file is damaged, or is no DCGAN; the message is one line for the user</exception>
    public static TrainedDcgan Load(string path, Device device)
    {
        SafeTensorsFile file = StoredFile.Read(path, "checkpoint");
        if (PytorchDcgan.SizesOfGenerator(file) is DcganSizes found)
            return Load(path, file, device, found, null, PytorchDcgan.NameInGenerator, step: 0);
        var sizes = new DcganSizes((int)Number("imageSize"), (int)Number("channels"), (int)Number("features"), (int)Number("latent"));
        return Load(path, file, device, sizes, ConditionOf(path, file), name => $"average.{name}", Number("step"));

        long Number(string key) => long.TryParse(file[key], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            && value is >= 0 and <= int.MaxValue
            ? value
            : throw new DataException($"{path}: expected the checkpoint of a DCGAN with {key}, found {file[key] ?? "none"}");
    }

    /// <summary>The discriminator of the same checkpoint, in evaluation mode, with whatever normalisation it was trained; the caller owns it.</summary>
    /// <exception cref="DataException">the file has none, or a conditional one, which says nothing without labels</exception>
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

    /// <summary>Images from latents that are a pure function of the seed; of a conditional generator each class in turn, and labelled.</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public MemoryDataset Sample(string name, int count, ulong seed)
    {
        float[] latents = new float[count * Latent];
        new RandomSource(seed, GanStreams.SampleLatents).FillNormal(latents);
        if (ClassNames is null)
            return MemoryDataset.OfValues(name, Shape, Draw(latents));
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % ClassNames.Count)];
        return MemoryDataset.OfValues(name, Shape, Draw(latents, classes), classes, ClassNames);
    }

    /// <summary>Images [N, C, H, W] in [−1, 1] from latents [N, <see cref="Latent"/>].</summary>
    public float[] Draw(ReadOnlySpan<float> latents) => _labels is null
        ? Drawing.Draw(_device, Generator, latents, Latent)
        : throw new InvalidOperationException($"{_path}: expected the class of each image to draw with a conditional generator, found none");

    /// <summary>The same with a conditional generator: image i is of class <paramref name="classes"/>[i].</summary>
    public float[] Draw(ReadOnlySpan<float> latents, ReadOnlySpan<int> classes) => _labels is not null
        ? Drawing.Draw(_device, Generator, latents, Latent, _labels, classes)
        : throw new InvalidOperationException($"{_path}: expected a conditional generator to draw classes with, found one without");

    public void Dispose()
    {
        Generator.Dispose();
        _labels?.Dispose();
    }

    private static TrainedDcgan Load(
        string path, SafeTensorsFile file, Device device, DcganSizes sizes, Condition? condition, Func<string, string> nameOf, long step)
    {
        ClassLabels? labels = condition is null ? null : new ClassLabels(ClassNamesOf(file).Length);
        Module generator = Create(path, sizes, condition, labels);
        generator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        StoredNetwork.Fill(path, generator, file, nameOf);
        return new TrainedDcgan(path, file, device, generator, sizes, labels, step);
    }

    /// <summary>Null where the file names none.</summary>
    private static Condition? ConditionOf(string path, SafeTensorsFile file) => file["condition"] switch
    {
        null => null,
        string text when Enum.TryParse(text, out Condition condition) && Enum.IsDefined(condition) && file["classes"] is not null => condition,
        string text => throw new DataException(
            $"{path}: expected a checkpoint with one of the conditions {string.Join(", ", Enum.GetNames<Condition>())} and with classes, "
            + $"found {text} and {file["classes"] ?? "none"}"),
    };

    private static string[] ClassNamesOf(SafeTensorsFile file) => file["classes"]!.Split('\n');

    private static Module Create(string path, DcganSizes sizes, Condition? condition, ClassLabels? labels)
    {
        try
        {
            return condition is Condition known ? ConditionalDcgan.Generator(sizes, known, labels!) : Dcgan.Generator(sizes);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }
}
