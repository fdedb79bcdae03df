using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The classifier whose features are measured: the one that --classifier names, or one trained for this evaluation.</summary>
internal sealed class Classifiers(Settings settings, Judged judged, Device device, Action<string> report) : IDisposable
{
    private FeatureClassifier? _classifier;

    /// <summary>Also of one that did not learn enough to be used; null when there is none.</summary>
    public ClassifierNote? Note { get; private set; }

    /// <summary>Stacked digits are read by a classifier of single ones.</summary>
    public bool AreOfDigits => settings.Reference.StartsWith(DatasetSource.Stacked, StringComparison.Ordinal);

    /// <summary>Reads the classifier that the user names.</summary>
    /// <exception cref="DataException">it cannot be read, or is not of these data</exception>
    public void Load(string path)
    {
        FeatureClassifier found = DataOption.Open("--classifier", path, () => ClassifierFile.Load(path, device));
        try
        {
            (MemoryDataset training, MemoryDataset test) = Images();
            RequireTrainedOn(found, training);
            _classifier = Checked(found, training, test);
        }
        catch (MetricException failure)
        {
            found.Dispose();
            throw new DataException($"--classifier {path}: {failure.Message}", failure);
        }
    }

    /// <exception cref="MetricException">there are no labels, or the classifier did not learn them</exception>
    public FeatureClassifier Open()
    {
        if (_classifier is not null)
            return _classifier;
        (MemoryDataset training, MemoryDataset test) = Images();
        FeatureClassifier trained = FeatureClassifier.Train(device, training, new ClassifierTraining(settings.Epochs, Seed: settings.Seed));
        try
        {
            return _classifier = Checked(trained, training, test);
        }
        catch (MetricException)
        {
            trained.Dispose();
            throw;
        }
    }

    /// <summary>Writes the classifier that was used, if any was.</summary>
    public void Save(string path)
    {
        if (_classifier is not null)
            ClassifierFile.Save(path, _classifier);
    }

    public void Dispose() => _classifier?.Dispose();

    private (MemoryDataset Training, MemoryDataset Test) Images()
    {
        if (!AreOfDigits)
            return (judged.Training, judged.Fresh);
        string digits = settings.Reference[DatasetSource.Stacked.Length..];
        var options = new DatasetOptions(judged.Reference.Shape.Width) { Channels = 1, Seed = settings.Seed };
        using Dataset training = DatasetSource.Open(digits, options);
        if (!DatasetSource.HasHeldOut(digits))
            throw new MetricException($"{digits}: expected held-out digits to test the classifier with, found none");
        using Dataset heldOut = DatasetSource.Open(digits, options with { Split = Split.HeldOut });
        return (
            new Shuffled(training, settings.Seed).Part(0, Math.Min(settings.TrainImages, training.Count)),
            new Shuffled(heldOut, settings.Seed).Part(0, Math.Min(judged.Fresh.Count, heldOut.Count)));
    }

    private static void RequireTrainedOn(FeatureClassifier classifier, MemoryDataset training)
    {
        try
        {
            classifier.Origin.RequireTrainedOn(training);
        }
        catch (MetricException failure)
        {
            throw new MetricException($"{failure.Message}; --reference, --seed, --train-images, --quick and the samples' size decide which images these are");
        }
    }

    private FeatureClassifier Checked(FeatureClassifier classifier, MemoryDataset training, MemoryDataset test)
    {
        double accuracy = classifier.Accuracy(test), least = SyntheticTraining.LeastAccuracy(classifier.Origin.ClassNames.Count);
        report(string.Create(
            CultureInfo.InvariantCulture,
            $"classifier: {classifier.Name}, trained on {training.Count:N0} images, right about {accuracy:P1} of {test.Count:N0} others"));
        Note = new ClassifierNote(classifier.Name, classifier.WeightsHash, Math.Round(accuracy, 6));
        return accuracy >= least ? classifier : throw new MetricException(string.Create(
            CultureInfo.InvariantCulture,
            $"{classifier.Name}: expected a classifier that is right about at least {least:P0} of held-out images, found {accuracy:P1}"));
    }
}
