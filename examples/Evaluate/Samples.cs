using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Evaluate;

/// <summary>What is to be judged: a generator that draws as many images as are asked for, or images that are there.</summary>
internal sealed class Samples : IDisposable
{
    private const string CheckpointName = "checkpoint.safetensors";
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

    /// <summary>A run's checkpoint is looked for first; an image size other than a run's is refused, since generated images are judged as they are.</summary>
    /// <param name="channels">those of the reference, in which image files are read; not asked for when a run decides</param>
    public static Samples Open(Settings settings, Func<int> channels, Device device, Action<string> report)
    {
        string checkpoint = Path.Combine(settings.Samples, CheckpointName);
        if (!File.Exists(checkpoint))
        {
            var options = new DatasetOptions(settings.ImageSize ?? Settings.UsualImageSize)
            {
                Channels = channels(),
                // Drawn samples must not be the reference's own images.
                Seed = settings.Seed + 1,
                Report = report,
            };
            Dataset images = DataOption.Open("--samples", settings.Samples, () => DatasetSource.Open(settings.Samples, options));
            return new Samples(images.Name, settings.Seed, null, images);
        }
        TrainedGenerator generator = TrainedGenerator.Load(checkpoint, device);
        if (settings.ImageSize is int size && size != generator.Shape.Width)
        {
            generator.Dispose();
            throw new DataException($"--image-size: expected {generator.Shape.Width}, as {settings.Samples} draws, found {size}");
        }
        return new Samples(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Samples))), settings.Seed, generator, null);
    }

    public MemoryDataset Take(int count) => _generator?.Sample(_name, count, _seed) ?? new Shuffled(_images!, _seed).Part(0, count);

    public void Dispose()
    {
        _generator?.Dispose();
        _images?.Dispose();
    }
}
