using System.Globalization;
using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// Train on synthetic, test on real: the accuracy on real held-out images of a classifier that has seen generated images only (Ravuri and Vinyals 2019,
/// «classification accuracy score»); beside it that of the same classifier trained on as many real ones. What a generator has lost, the classifier lacks.
/// </summary>
public static class SyntheticTraining
{
    /// <param name="train">makes a classifier from labelled images; the same recipe for both</param>
    /// <param name="test">real images that neither classifier is trained on</param>
    /// <exception cref="MetricException">labels are missing, classes or shapes differ, or the two training sets are of different sizes</exception>
    public static MetricResult Of(Func<Dataset, IClassifier> train, Dataset generated, Dataset real, Dataset test)
    {
        if (((Dataset[])[generated, real, test]).FirstOrDefault(images => images.ClassNames is null) is Dataset unlabelled)
            throw new MetricException($"{unlabelled.Name}: expected labelled images, found none with a label");
        foreach (Dataset images in (Dataset[])[generated, real])
        {
            if (images.Shape != test.Shape)
                throw new MetricException($"{images.Name}: expected images of {test.Shape}, found {images.Shape}");
            if (!images.ClassNames!.SequenceEqual(test.ClassNames!))
                throw new MetricException(
                    $"{images.Name}: expected the classes {string.Join(", ", test.ClassNames!)}, found {string.Join(", ", images.ClassNames!)}");
        }
        if (generated.Count != real.Count)
            throw new MetricException($"{generated.Name}: expected as many images as there are real ones to train on, {real.Count}, found {generated.Count}");
        double floor = Accuracy(train(real), test), least = LeastAccuracy(test.ClassNames!.Count);
        if (floor < least)
            throw new MetricException(string.Create(
                CultureInfo.InvariantCulture,
                $"{real.Name}: expected {real.Count} real images to be enough to learn from, with an accuracy of at least {least:P0}, found {floor:P1}"));
        return new MetricResult("train on synthetic, test on real", Accuracy(train(generated), test), floor, Better.Higher);
    }

    /// <summary>Halfway between guessing and certainty: of a classifier below this neither features nor predictions mean anything.</summary>
    public static double LeastAccuracy(int classes) => 0.5 * (1.0 + 1.0 / classes);

    /// <summary>The share of images whose class is found.</summary>
    internal static double Accuracy(IClassifier classifier, Dataset test)
    {
        int[] predictions = classifier.Predict(test);
        return Enumerable.Range(0, test.Count).Count(i => predictions[i] == test.Label(i)) / (double)test.Count;
    }
}
