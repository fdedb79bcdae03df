using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>Every metric whose assumptions hold, and of every other the reason why there is no number.</summary>
internal sealed class Measurements
{
    /// <summary>Real images that a sample may be a copy of: more would take long to compare with.</summary>
    private const int MostOriginals = 5_000;

    private readonly Settings _settings;
    private readonly Judged _judged;
    private readonly Device _device;
    private readonly Action<string> _report;
    private readonly MetricTable _table = new();

    private Measurements(Settings settings, Judged judged, Device device, Action<string> report)
        => (_settings, _judged, _device, _report) = (settings, judged, device, report);

    public static MetricTable Of(Settings settings, Judged judged, Device device, Action<string> report)
    {
        var measurements = new Measurements(settings, judged, device, report);
        measurements.OnPixels();
        measurements._table.Try("metrics on features", measurements.OnFeatures);
        measurements._table.Try("train on synthetic, test on real", measurements.OfUse);
        return measurements._table;
    }

    private void OnPixels()
    {
        PixelFeatures pixels = PixelFeatures.Reduced(_judged.Reference.Shape);
        Comparison comparison = Compare(pixels);
        _table.Try("sliced Wasserstein distance", () => [SlicedWasserstein.Of(comparison)]);
        _table.Try("near-duplicate pairs", () => [Memorisation.Duplicates(comparison)]);
        MemoryDataset originals = new Shuffled(_judged.Training, _settings.Seed).Part(0, Math.Min(MostOriginals, _judged.Training.Count));
        var copies = new Comparison(pixels.Extract(originals), comparison.Generated, comparison.Fresh);
        _table.Try("copies of real", () => [Memorisation.NearestReal(copies)]);
        _report(string.Create(CultureInfo.InvariantCulture, $"copies are looked for among {originals.Count:N0} of the images that may be trained on"));
        if (_settings.Out is string folder)
            NeighbourSheet.Save(Path.Combine(folder, "neighbours.png"), _judged.Samples, originals, copies);
    }

    private IEnumerable<MetricResult> OnFeatures()
    {
        bool stacked = _settings.Reference.StartsWith(DatasetSource.Stacked, StringComparison.Ordinal);
        using FeatureClassifier classifier = stacked ? DigitClassifier() : Classifier(_judged.Training, _judged.Fresh);
        IFeatureExtractor extractor = stacked ? new StackedFeatures(classifier) : classifier;
        Comparison comparison = Compare(extractor);
        _table.Try("Fréchet distance", () => [FrechetDistance.Of(comparison)]);
        _table.Try("kernel distance", () => [KernelDistance.Of(comparison)]);
        _table.Try("precision, recall, density, coverage", () => Manifold.Of(comparison));
        _table.Try("class histogram", () => stacked
            ? ClassHistogram.CompareWithUniform(classifier.Name, StackedModes.Count(classifier, _judged.Samples), StackedModes.Count(classifier, _judged.Fresh))
            : ClassHistogram.Compare(classifier.Name, Count(_judged.Reference), Count(_judged.Samples), Count(_judged.Fresh)));
        return [];

        ClassHistogram Count(MemoryDataset images) => ClassHistogram.Of(classifier.Predict(images), classifier.Origin.ClassNames.Count);
    }

    private IEnumerable<MetricResult> OfUse()
    {
        int count = Math.Min(_judged.Samples.Count, _judged.Training.Count);
        FeatureClassifier? last = null;
        try
        {
            return [SyntheticTraining.Of(Train, First(_judged.Samples), First(_judged.Training), _judged.Reference)];
        }
        finally
        {
            last?.Dispose();
        }

        IClassifier Train(Dataset images)
        {
            last?.Dispose();
            return last = FeatureClassifier.Train(_device, images, new ClassifierTraining(_settings.Epochs, Seed: _settings.Seed));
        }

        MemoryDataset First(MemoryDataset images) => MemoryDataset.Of(images, [.. Enumerable.Range(0, count)]);
    }

    private Comparison Compare(IFeatureExtractor extractor)
        => new(extractor.Extract(_judged.Reference), extractor.Extract(_judged.Samples), extractor.Extract(_judged.Fresh));

    /// <summary>Stacked digits are read by a classifier of single ones.</summary>
    private FeatureClassifier DigitClassifier()
    {
        string digits = _settings.Reference[DatasetSource.Stacked.Length..];
        var options = new DatasetOptions(_judged.Reference.Shape.Width) { Channels = 1, Seed = _settings.Seed };
        using Dataset training = DatasetSource.Open(digits, options);
        if (!DatasetSource.HasHeldOut(digits))
            throw new MetricException($"{digits}: expected held-out digits to test the classifier with, found none");
        using Dataset heldOut = DatasetSource.Open(digits, options with { Split = Split.HeldOut });
        return Classifier(
            new Shuffled(training, _settings.Seed).Part(0, Math.Min(_settings.TrainImages, training.Count)),
            new Shuffled(heldOut, _settings.Seed).Part(0, Math.Min(_judged.Fresh.Count, heldOut.Count)));
    }

    /// <exception cref="MetricException">there are no labels, or the classifier did not learn them</exception>
    private FeatureClassifier Classifier(MemoryDataset training, MemoryDataset test)
    {
        FeatureClassifier classifier = _settings.Classifier is string path
            ? ClassifierFile.Load(path, _device)
            : FeatureClassifier.Train(_device, training, new ClassifierTraining(_settings.Epochs, Seed: _settings.Seed));
        classifier.Origin.RequireTrainedOn(training);
        double accuracy = classifier.Accuracy(test), least = SyntheticTraining.LeastAccuracy(classifier.Origin.ClassNames.Count);
        _report(string.Create(
            CultureInfo.InvariantCulture, $"classifier: {classifier.Name}, trained on {training.Count:N0} images, right about {accuracy:P1} of {test.Count:N0} others"));
        _table.Classifier = new ClassifierNote(classifier.Name, classifier.WeightsHash, Math.Round(accuracy, 6));
        if (accuracy < least)
            throw new MetricException(string.Create(
                CultureInfo.InvariantCulture, $"{classifier.Name}: expected a classifier that is right about at least {least:P0} of held-out images, found {accuracy:P1}"));
        if (_settings.Out is string folder)
            ClassifierFile.Save(Path.Combine(folder, "classifier.safetensors"), classifier);
        return classifier;
    }
}
