using ScratchGan.Data;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Gan.Monitoring;

/// <summary>
/// How often each class is drawn. Cheap, so that every run with labelled images can have it: the class of an image is that of its nearest neighbour among a
/// thousand real ones, if that is right often enough on images that were held out.
/// </summary>
public sealed class ClassWatch
{
    /// <summary>Images that are to be drawn for a look.</summary>
    public const int Count = 256;

    private const int MostExamples = 1000;
    private const double LeastAccuracy = 0.8;
    private readonly NearestClassifier _classifier;
    private readonly ImageShape _shape;
    private readonly int _classes;

    private ClassWatch(NearestClassifier classifier, Dataset heldOut, double accuracy)
    {
        (_classifier, _shape, _classes, Accuracy) = (classifier, heldOut.Shape, heldOut.ClassNames!.Count, accuracy);
        ClassNames = heldOut.ClassNames;
        Real = Counts(classifier.Predict(heldOut));
    }

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Share of held-out images whose class is found.</summary>
    public double Accuracy { get; }

    /// <summary>How many of as many held-out images are taken for each class.</summary>
    public IReadOnlyList<int> Real { get; }

    /// <param name="seed">decides which images are taken</param>
    /// <exception cref="MetricException">the images have no labels, or their classes cannot be told so; the message is for the user</exception>
    public static ClassWatch Create(Dataset training, Dataset heldOut, ulong seed)
    {
        if (training.ClassNames is not { Count: >= 2 } names)
            throw new MetricException("the images have no labels");
        if (heldOut.Count < Count || Count / names.Count < MissingClasses.Fewest)
            throw new MetricException(
                $"expected at least {Count} held-out images and at most {Count / MissingClasses.Fewest} classes, "
                + $"found {heldOut.Count} and {names.Count}");
        var classifier = new NearestClassifier(Drawn(training, Math.Min(training.Count, MostExamples), seed));
        MemoryDataset judged = Drawn(heldOut, Count, seed);
        double accuracy = classifier.Accuracy(judged);
        return accuracy >= LeastAccuracy
            ? new ClassWatch(classifier, judged, accuracy)
            : throw new MetricException(
                Detectors.Text($"nearest neighbours tell {accuracy:P0} of held-out images right, expected at least {LeastAccuracy:P0}"));
    }

    /// <summary>How many of <see cref="Count"/> images [Count, C, H, W] are taken for each class.</summary>
    public IReadOnlyList<int> Of(ReadOnlySpan<float> images) => Counts(_classifier.Predict(MemoryDataset.OfValues("samples", _shape, images)));

    private int[] Counts(int[] labels) => [.. ClassHistogram.Of(labels, _classes).Counts];

    private static MemoryDataset Drawn(Dataset images, int count, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        new PhiloxSequence(seed, GanStreams.ClassExamples).ShuffleFirst(order, count);
        return MemoryDataset.Of(images, order[..count]);
    }
}
