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
/// cref="PytorchDcgan"/>). A checkpoint's discriminator can be had too. A DCGAN whose settings name a <see cref="Condition"/> draws the class that is asked for.
/// An R3GAN of any widths is found by its <see cref="R3GanDescription"/>.
/// </summary>
public sealed class TrainedGenerator : IDisposable
{
    /// <summary>In a checkpoint: an <see cref="Models.Architecture"/> in small letters; a DCGAN where it is missing.</summary>
    public const string NetworkKey = "network";

    /// <summary>In a checkpoint: how images are augmented; they are not where it is missing.</summary>
    public const string AugmentationKey = "augment";

    /// <summary>In a checkpoint: images that the discriminator judges together; one where it is missing.</summary>
    public const string PackKey = "pack";

    /// <summary>In a checkpoint: images whose deviation the discriminator sees (<see cref="MinibatchDeviation"/>); one where it is missing.</summary>
    public const string MinibatchDeviationKey = "minibatchDeviation";

    /// <summary>In a checkpoint: a <see cref="Condition"/>; the generator is not asked for a class where it is missing.</summary>
    public const string ConditionKey = "condition";

    /// <summary>In a checkpoint with a condition: the names of the classes, a line each.</summary>
    public const string ClassesKey = "classes";

    private const string Discriminator = "discriminator.";
    private readonly string _path;
    private readonly SafeTensorsFile _file;
    private readonly Device _device;
    private readonly CheckpointSettings _settings;
    private readonly CheckpointNetworks _networks;
    private readonly ClassLabels? _labels;

    private TrainedGenerator(string path, SafeTensorsFile file, Device device)
    {
        (_path, _file, _device, _settings) = (path, file, device, new CheckpointSettings(path, file));
        Architecture = _settings.Architecture();
        ClassNames = _settings.Condition() is null ? null : file[ClassesKey]!.Split('\n');
        _labels = ClassNames is null ? null : new ClassLabels(ClassNames.Count);
        DcganSizes? foreign = PytorchDcgan.SizesOfGenerator(file);
        _networks = foreign is DcganSizes sizes ? CheckpointNetworks.Of(sizes, _settings, _labels) : CheckpointNetworks.Of(_settings, _labels);
        Step = foreign is null ? _settings.Number("step") : 0;
        Generator = Create(path, _networks.Generator);
        Generator.Initialize(device, new RandomSource(seed: 0, stream: 0));
        StoredNetwork.Fill(path, Generator, file, foreign is null ? name => $"average.{name}" : PytorchDcgan.NameInGenerator);
        Generator.Evaluate();
    }

    public Architecture Architecture { get; }

    /// <summary>z [N, latent, 1, 1] → images [N, C, H, W], in evaluation mode.</summary>
    public Module Generator { get; }

    /// <summary>Steps it was trained for; 0 where the file does not say.</summary>
    public long Step { get; }

    public ImageShape Shape => _networks.Shape;

    /// <summary>Length of z.</summary>
    public int Latent => _networks.Latent;

    /// <summary>The names of the classes in label order; null for a generator that is not asked for a class.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Images that the discriminator beside it judges together.</summary>
    public int Pack => _settings.NumberOr1(PackKey);

    /// <summary>Images, or packs, whose deviation that discriminator sees; 1: none.</summary>
    public int MinibatchDeviation => _settings.NumberOr1(MinibatchDeviationKey);

    /// <summary>Whether the file has a discriminator beside the generator.</summary>
    public bool HasDiscriminator => _file.Arrays.Any(array => array.Name.StartsWith(Discriminator, StringComparison.Ordinal));

    /// <exception cref="DataException">the file is damaged, or holds no such generator; the message is one line for the user</exception>
    public static TrainedGenerator Load(string path, Device device) => new(path, StoredFile.Read(path, "checkpoint"), device);

    /// <summary>The discriminator of the same checkpoint without its augmentation, in evaluation mode; the caller owns it.</summary>
    /// <exception cref="DataException">the file has none, or one that is of no use without labels</exception>
    public Module LoadDiscriminator()
    {
        string prefix = _file[AugmentationKey] is null ? Discriminator : $"{Discriminator}augmented.";
        // A file does not say how a DCGAN's discriminator is normalised; the names and shapes of its arrays do.
        foreach (Normalization normalization in Enum.GetValues<Normalization>())
        {
            Module discriminator = _networks.Discriminator(normalization);
            if (!StoredNetwork.Fits(discriminator, _file, prefix))
                continue;
            discriminator.Initialize(_device, new RandomSource(seed: 0, stream: 0));
            StoredNetwork.Fill(_path, discriminator, _file, own => prefix + own);
            discriminator.Evaluate();
            return discriminator;
        }
        throw new DataException($"{_path}: expected a discriminator beside the generator, found none that fits it");
    }

    /// <summary>Images from latents that are a pure function of the seed; of a conditional generator each class in turn, and labelled.</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public MemoryDataset Sample(string name, int count, ulong seed) => ClassNames is null
        ? MemoryDataset.OfValues(name, Shape, Draw(Latents(count, seed)))
        : Sample(name, [.. Enumerable.Range(0, count).Select(i => i % ClassNames.Count)], seed);

    /// <summary>Labelled images of a conditional generator from the same latents: image i is of class <paramref name="classes"/>[i].</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public MemoryDataset Sample(string name, int[] classes, ulong seed) =>
        MemoryDataset.OfValues(name, Shape, Draw(Latents(classes.Length, seed), classes), classes, ClassNames);

    /// <summary>Images [N, C, H, W] in [−1, 1] from latents [N, <see cref="Latent"/>].</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite, as one from another program's weights may</exception>
    public float[] Draw(ReadOnlySpan<float> latents) => _labels is null
        ? Finite(Drawing.Draw(_device, Generator, latents, Latent))
        : throw new InvalidOperationException($"{_path}: expected the class of each image to draw with a conditional generator, found none");

    /// <summary>The same with a conditional generator: image i is of class <paramref name="classes"/>[i].</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite, as one from another program's weights may</exception>
    public float[] Draw(ReadOnlySpan<float> latents, ReadOnlySpan<int> classes) => _labels is not null
        ? Finite(Drawing.Draw(_device, Generator, latents, Latent, _labels, classes))
        : throw new InvalidOperationException($"{_path}: expected a conditional generator to draw classes with, found one without");

    public void Dispose()
    {
        Generator.Dispose();
        _labels?.Dispose();
    }

    private float[] Latents(int count, ulong seed)
    {
        float[] latents = new float[count * Latent];
        new RandomSource(seed, GanStreams.SampleLatents).FillNormal(latents);
        return latents;
    }

    private float[] Finite(float[] images)
    {
        int wrong = Array.FindIndex(images, value => !float.IsFinite(value));
        return wrong < 0 ? images : throw new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{_path}: expected a generator that draws finite numbers, found {images[wrong]} in image {wrong / Shape.Count}"));
    }

    private static Module Create(string path, Func<Module> generator)
    {
        try
        {
            return generator();
        }
        catch (ArgumentException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }
}
