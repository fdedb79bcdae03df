using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>The networks, the batches, and their checkpoint.</summary>
internal sealed class Training : IDisposable
{
    /// <summary>Samples drawn at once when many are asked for: all of them as numbers would be 320 MB.</summary>
    private const int DrawnAtOnce = 1_000;

    private readonly Settings _settings;
    private readonly Dataset _images;
    private readonly GanSession _session;
    private readonly BatchFeed _real;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _determining;

    public Training(Device device, Settings settings)
    {
        _settings = settings;
        _images = DatasetSource.Open(settings.Data, new DatasetOptions(settings.Recipe.ImageSize) { Seed = settings.Seed });
        _session = new GanSession(device, settings.Recipe.Of(settings.Steps, settings.Seed));
        _real = new BatchFeed(device, new Batches(_images, Recipe.Batch, settings.Seed));
        _determining = settings.Recipe.Determining(_images, settings.Steps, settings.Seed);
    }

    public long Step => _session.Step;

    /// <summary>What its run must be told again.</summary>
    public RunOption[] Options => _settings.Options(_images);

    /// <summary>Takes one step.</summary>
    /// <param name="measure">read the losses back</param>
    public IReadOnlyDictionary<string, float> Advance(bool measure) => _session.Train(_real.Next(), measure);

    /// <summary>Images of the averaged generator; the same latents each time.</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite</exception>
    public MemoryDataset Judged()
    {
        var random = new RandomSource(_settings.Seed, GanStreams.MetricLatents);
        ImageShape shape = _images.Shape;
        byte[] pixels = new byte[_settings.Recipe.Judged * shape.Count];
        for (int first = 0; first < _settings.Recipe.Judged; first += DrawnAtOnce)
        {
            int count = Math.Min(DrawnAtOnce, _settings.Recipe.Judged - first);
            MemoryDataset some = MemoryDataset.OfValues($"samples of step {Step}", shape, Draw(random, count));
            for (int i = 0; i < count; i++)
                some.Read(i, pixels.AsSpan((first + i) * shape.Count, shape.Count));
        }
        return new MemoryDataset($"samples of step {Step}", shape, pixels);
    }

    /// <summary>A square of samples; the same latents each time.</summary>
    public void DrawGrid(string path, int side) =>
        SampleGrid.Save(path, Draw(new RandomSource(_settings.Seed, GanStreams.SampleLatents), side * side), _images.Shape, side, side);

    public void Save(CheckpointFiles files) => files.Save(_session, _real.Delivered, _determining);

    public void Resume(CheckpointFiles files, Action<string> report) => _real.ReturnTo(files.Load(_session, _determining, report));

    public void Dispose()
    {
        _real.Dispose();
        _session.Dispose();
        _images.Dispose();
    }

    private float[] Draw(RandomSource random, int count)
    {
        float[] latents = new float[count * Recipe.Latent];
        random.FillNormal(latents);
        return _session.Sample(latents);
    }
}
