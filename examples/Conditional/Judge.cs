using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Conditional;

/// <summary>
/// A classifier that has learnt the classes from real images reads generated ones; and at the end the same classifier learns from generated images alone.
/// </summary>
internal sealed class Judge : IDisposable
{
    /// <summary>Samples of each class that are read.</summary>
    private const int SamplesOfAClass = 100;

    /// <summary>Latents of the images that a classifier is trained on.</summary>
    private const ulong LatentStream = 0x5E7;

    private readonly Device _device;
    private readonly ClassifierTraining _training;
    private readonly MemoryDataset _real;
    private readonly MemoryDataset _test;
    private readonly FeatureClassifier _reader;

    /// <exception cref="MetricException">the images cannot be told apart, or one has no label</exception>
    public Judge(Device device, Settings settings, LabelledData data)
    {
        _device = device;
        _training = new ClassifierTraining(Settings.Epochs, Seed: settings.Seed);
        _real = data.Some(data.Training, settings.MostTrainingImages);
        _test = data.Some(data.Test, settings.MostTestImages);
        _reader = FeatureClassifier.Train(device, _real, _training);
    }

    public int TrainingImages => _real.Count;

    public int TestImages => _test.Count;

    /// <summary>The share of samples that are read as the class they were asked to be.</summary>
    public double Agreement(Training training)
    {
        int[] asked = [.. Enumerable.Range(0, SamplesOfAClass * _real.ClassNames!.Count).Select(i => i % _real.ClassNames.Count)];
        return _reader.Accuracy(training.Draw(asked, GanStreams.MetricLatents));
    }

    /// <summary>Train on synthetic, test on real: as many generated images as there are real ones, of the same classes.</summary>
    public MetricResult Use(Training training)
    {
        FeatureClassifier? last = null;
        try
        {
            MemoryDataset generated = training.Draw([.. Enumerable.Range(0, _real.Count).Select(_real.Label)], LatentStream);
            return SyntheticTraining.Of(
                images => ReferenceEquals(images, _real) ? _reader : last = FeatureClassifier.Train(_device, images, _training), generated, _real, _test);
        }
        finally
        {
            last?.Dispose();
        }
    }

    public void Dispose() => _reader.Dispose();
}
