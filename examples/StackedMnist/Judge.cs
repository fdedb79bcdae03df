using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>
/// Reads images with a classifier of single digits that is trained on the spot, or was trained by an earlier run in the same folder. The floor is what real
/// images reach that nobody was trained on.
/// </summary>
internal sealed class Judge : IDisposable
{
    private const string FileName = "classifier.safetensors";

    private Judge(FeatureClassifier classifier, double accuracy, Dataset heldOut, int count)
    {
        (Classifier, Accuracy) = (classifier, accuracy);
        Floor = Of(MemoryDataset.Of(heldOut, [.. Enumerable.Range(0, count)]));
    }

    public FeatureClassifier Classifier { get; }

    /// <summary>Share of the held-out digits that it reads rightly.</summary>
    public double Accuracy { get; }

    /// <summary>What as many held-out images reach.</summary>
    public Coverage Floor { get; }

    /// <exception cref="DataException">the data cannot be used; the message is for the user</exception>
    /// <exception cref="MetricException">the classifier of the folder is of other data, or the one that was trained has not learnt</exception>
    public static Judge Open(Settings settings, Device device, Action<string> report)
    {
        Recipe recipe = settings.Recipe;
        var options = new DatasetOptions(recipe.ImageSize) { Channels = 1, Seed = settings.Seed, Report = report };
        using Dataset digits = DatasetSource.Open(settings.Digits, options);
        using Dataset heldOut = DatasetSource.Open(settings.Digits, options with { Split = Split.HeldOut });
        using Dataset stacked = DatasetSource.Open(settings.Data, options with { Channels = 3, Split = Split.HeldOut });
        FeatureClassifier classifier = Train(settings, device, digits);
        double accuracy = classifier.Accuracy(heldOut), least = SyntheticTraining.LeastAccuracy(classifier.Origin.ClassNames.Count);
        report(string.Create(CultureInfo.InvariantCulture, $"classifier: {classifier.Name}, right about {accuracy:P2} of {heldOut.Count:N0} held-out digits"));
        if (accuracy < least)
            throw new MetricException(string.Create(
                CultureInfo.InvariantCulture,
                $"{classifier.Name}: expected a classifier that is right about at least {least:P0} of held-out digits, found {accuracy:P1}"));
        return new Judge(classifier, accuracy, stacked, recipe.Judged);
    }

    public Coverage Of(MemoryDataset images)
    {
        ClassHistogram read = StackedModes.Count(Classifier, images);
        return new Coverage(read.Found, read.KlFromUniform());
    }

    public void Dispose() => Classifier.Dispose();

    private static FeatureClassifier Train(Settings settings, Device device, Dataset digits)
    {
        string? path = settings.Out is null ? null : Path.Combine(settings.Out, FileName);
        MemoryDataset training = MemoryDataset.Of(digits, [.. Enumerable.Range(0, Math.Min(settings.Recipe.ClassifierImages, digits.Count))]);
        if (File.Exists(path))
        {
            FeatureClassifier found = ClassifierFile.Load(path, device);
            found.Origin.RequireTrainedOn(training);
            return found;
        }
        FeatureClassifier classifier = FeatureClassifier.Train(device, training, new ClassifierTraining(settings.Recipe.ClassifierEpochs, Seed: settings.Seed));
        if (path is not null)
            ClassifierFile.Save(path, classifier);
        return classifier;
    }
}
