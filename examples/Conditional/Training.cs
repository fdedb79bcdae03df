using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Models;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Conditional;

/// <summary>One training: a batch of images and their classes, then a step of both networks, the generator asked for the same classes.</summary>
internal sealed class Training : IDisposable
{
    /// <summary>Images drawn at once when many are wanted.</summary>
    private const int Chunk = 1_000;

    private readonly Device _device;
    private readonly Settings _settings;
    private readonly Dataset _images;
    private readonly ClassLabels _labels;
    private readonly GanSession _session;
    private readonly BatchFeed _real;

    public Training(Device device, Settings settings, Dataset images)
    {
        (_device, _settings, _images) = (device, settings, images);
        _labels = new ClassLabels(images.ClassCount!.Value);
        _session = new GanSession(device, Recipe.Of(settings, images.Shape, _labels));
        _real = new BatchFeed(device, new Batches(images, Recipe.Batch, settings.Seed));
    }

    public long Step => _session.Step;

    /// <summary>
    /// What determines the result, as it stands in a checkpoint: sizes and names under the keys that <see cref="TrainedGenerator"/> reads, the number of steps
    /// because the learning rate falls with them.
    /// </summary>
    private IReadOnlyList<KeyValuePair<string, string>> Determining =>
    [
        KeyValuePair.Create("data", _images.Identity),
        KeyValuePair.Create("imageSize", Text(_images.Shape.Width)),
        KeyValuePair.Create("channels", Text(_images.Shape.Channels)),
        KeyValuePair.Create("features", Text(Recipe.Features)),
        KeyValuePair.Create("latent", Text(Recipe.Latent)),
        KeyValuePair.Create(TrainedGenerator.ConditionKey, _settings.Condition.ToString()),
        KeyValuePair.Create(TrainedGenerator.ClassesKey, string.Join('\n', _images.ClassNames!)),
        KeyValuePair.Create("batch", Text(Recipe.Batch)),
        KeyValuePair.Create("seed", Text(_settings.Seed)),
        KeyValuePair.Create("steps", Text(_settings.Steps)),
    ];

    public void Advance()
    {
        _real.Next();
        _labels.Set(_device, _real.Labels);
        _session.Train(_real.Value, measure: false);
    }

    /// <summary>Labelled images, one of each class asked for, from latents that are a pure function of seed and stream.</summary>
    /// <exception cref="DataException">an image holds a number that is NaN or infinite: the training has diverged</exception>
    public MemoryDataset Draw(ReadOnlySpan<int> classes, ulong stream)
    {
        var random = new RandomSource(_settings.Seed, stream);
        byte[] pixels = new byte[classes.Length * _images.Shape.Count];
        for (int first = 0; first < classes.Length; first += Chunk)
        {
            ReadOnlySpan<int> some = classes.Slice(first, Math.Min(Chunk, classes.Length - first));
            float[] latents = new float[some.Length * Recipe.Latent];
            random.FillNormal(latents);
            float[] drawn = _session.Sample(latents, _labels, some);
            if (Array.Exists(drawn, value => !float.IsFinite(value)))
                throw new DataException($"step {Step}: expected images of finite numbers, found others: the training has diverged");
            for (int i = 0; i < drawn.Length; i++)
                pixels[first * _images.Shape.Count + i] = PixelRange.ToByte(drawn[i]);
        }
        return new MemoryDataset($"generated {_images.Name}", _images.Shape, pixels, classes.ToArray(), _images.ClassNames);
    }

    /// <summary>A row for each class, a column for each latent: what changes down a column is the class alone.</summary>
    public void SaveRows(string path, int columns)
    {
        float[] row = new float[columns * Recipe.Latent];
        new RandomSource(_settings.Seed, GanStreams.SampleLatents).FillNormal(row);
        float[] latents = [.. Enumerable.Range(0, _labels.Classes).SelectMany(_ => row)];
        int[] classes = [.. Enumerable.Range(0, _labels.Classes * columns).Select(i => i / columns)];
        SampleGrid.Save(path, _session.Sample(latents, _labels, classes), _images.Shape, _labels.Classes, columns);
    }

    public void Save(CheckpointFiles files) => files.Save(_session, _real.Delivered, Determining);

    public void Load(CheckpointFiles files, Action<string> report) => _real.ReturnTo(files.Load(_session, Determining, report));

    public void Dispose()
    {
        _real.Dispose();
        _session.Dispose();
        _labels.Dispose();
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
