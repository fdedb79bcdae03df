using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Evaluate;

/// <summary>What is to be judged, as it is: a generator that draws as many images as are asked for, or images that are there.</summary>
internal sealed class Samples : IDisposable
{
    private const string CheckpointExtension = ".safetensors";
    private readonly TrainedGenerator? _generator;
    private readonly Dataset? _images;
    private readonly string _name;
    private readonly ulong _seed;

    private Samples(string name, ulong seed, TrainedGenerator? generator, Dataset? images) =>
        (_name, _seed, _generator, _images) = (name, seed, generator, images);

    /// <summary>The shape of what is drawn or was read.</summary>
    public ImageShape Shape => _generator?.Shape ?? _images!.Shape;

    /// <summary>How many there are.</summary>
    public int Count => _images?.Count ?? int.MaxValue;

    public string Description => _generator is null ? _images!.Summary[0]
        : $"{_name}: the averaged generator after step {_generator.Step:N0}, images of {Shape}";

    /// <summary>The hash of images that are there; null for a generator.</summary>
    public string? Identity => _images?.Identity;

    /// <summary>A run's newest checkpoint is looked for first, unless one is named.</summary>
    /// <param name="channels">those of the reference at a size, in which image files are read; not asked for when a run decides</param>
    /// <exception cref="DataException">they cannot be used, or would have to be cropped or resized to be judged</exception>
    public static Samples Open(Settings settings, Func<int, int> channels, Device device, Action<string> report)
    {
        string checkpoint = settings.Samples.EndsWith(CheckpointExtension, StringComparison.OrdinalIgnoreCase) ? settings.Samples
            : new CheckpointFiles(settings.Samples).Newest;
        return File.Exists(checkpoint) ? OfRun(settings, checkpoint, device) : OfImages(settings, channels, report);
    }

    /// <param name="real">images in whose shares the classes of a conditional generator are drawn, when they are the same classes</param>
    public MemoryDataset Take(int count, Dataset real, Action<string> report)
    {
        if (_images is not null)
            return new Shuffled(_images, _seed, Shuffled.OfSamples).Part(0, count);
        if (_generator!.ClassNames is null)
            return _generator.Sample(_name, count, _seed);
        if (real.ClassNames?.SequenceEqual(_generator.ClassNames) == true && !Enumerable.Range(0, real.Count).Any(i => real.Label(i) < 0))
        {
            int[] classes = [.. Enumerable.Range(0, count).Select(i => real.Label(i % real.Count))];
            int[] times = [.. Enumerable.Range(0, _generator.ClassNames.Count).Select(label => classes.Count(other => other == label))];
            report($"{_name}: its {times.Length} classes are drawn as often as real images are of them, {times.Min()} to {times.Max()} times");
            return _generator.Sample(_name, classes, _seed);
        }
        report($"{_name}: its {_generator.ClassNames.Count} classes are drawn equally often, since those of the reference are others or unknown");
        return _generator.Sample(_name, count, _seed);
    }

    public void Dispose()
    {
        _generator?.Dispose();
        _images?.Dispose();
    }

    private static Samples OfRun(Settings settings, string checkpoint, Device device)
    {
        TrainedGenerator generator = TrainedGenerator.Load(checkpoint, device);
        try
        {
            RequireSize(settings, generator.Shape.Width, $"{settings.Samples} draws");
            return new Samples(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Samples))), settings.Seed, generator, null);
        }
        catch (DataException)
        {
            generator.Dispose();
            throw;
        }
    }

    private static Samples OfImages(Settings settings, Func<int, int> channels, Action<string> report)
    {
        int? stored = DataOption.Open("--samples", settings.Samples, () => DatasetSource.StoredSide(settings.Samples));
        if (stored is int side)
            RequireSize(settings, side, $"the samples in {settings.Samples} have");
        int size = stored ?? settings.ImageSize ?? Settings.UsualImageSize;
        if (size < Settings.LeastImageSize)
            throw new DataException($"--samples {settings.Samples}: expected images of at least {Settings.LeastImageSize} pixels a side, found {size}");
        var options = new DatasetOptions(size)
        {
            Channels = channels(size),
            // Drawn samples must not be the reference's own images.
            Seed = settings.Seed + 1,
            Report = report,
        };
        Dataset images = DataOption.Open("--samples", settings.Samples, () => DatasetSource.Open(settings.Samples, options));
        return new Samples(images.Name, settings.Seed, null, images);
    }

    private static void RequireSize(Settings settings, int side, string why)
    {
        if (settings.ImageSize is int size && size != side)
            throw new DataException($"--image-size: expected {side}, as {why}, found {size}");
    }
}
