using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>Every metric whose assumptions hold, and of every other the reason why there is no number.</summary>
internal sealed class Measurements
{
    private readonly Settings _settings;
    private readonly Judged _judged;
    private readonly Device _device;
    private readonly Classifiers _classifiers;
    private readonly MetricTable _table = new();
    private readonly Comparison _copies;

    /// <summary>Measures everything, and writes nothing.</summary>
    /// <exception cref="DataException">no metric can be computed</exception>
    public Measurements(Settings settings, Judged judged, Device device, Classifiers classifiers, Action<string> report)
    {
        (_settings, _judged, _device, _classifiers) = (settings, judged, device, classifiers);
        PixelFeatures pixels = PixelFeatures.Reduced(judged.Reference.Shape);
        Comparison comparison = Compare(pixels);
        _copies = new Comparison(pixels.Extract(judged.Originals), comparison.Generated, comparison.Fresh);
        report(string.Create(CultureInfo.InvariantCulture, $"copies are looked for among {judged.Originals.Count:N0} of the images that may be trained on"));
        _table.Try("sliced Wasserstein distance", () => [SlicedWasserstein.Of(comparison)]);
        _table.Try("near-duplicate pairs", () => [Memorisation.Duplicates(comparison)]);
        _table.Try("copies of real", () => [Memorisation.NearestReal(_copies)]);
        _table.Try("metrics on features", OnFeatures);
        _table.Try("train on synthetic, test on real", OfUse);
        _table.Classifier = classifiers.Note;
        if (_table.Results.Count == 0)
            throw new DataException($"expected at least one metric that can be computed, found none: {_table.Text().Split('\n')[^1]}");
    }

    public MetricTable Table => _table;

    /// <summary>The samples that are nearest to real images, and the classifier that was used.</summary>
    public void SaveEvidence(string folder)
    {
        NeighbourSheet.Save(Path.Combine(folder, ScoreFiles.Neighbours), _judged.Samples, _judged.Originals, _copies);
        _classifiers.Save(Path.Combine(folder, ScoreFiles.Classifier));
    }

    private IEnumerable<MetricResult> OnFeatures()
    {
        bool stacked = _classifiers.AreOfDigits;
        FeatureClassifier classifier = _classifiers.Open();
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
}
