using ScratchGan.Data;

namespace ScratchGan.Gan.Metrics;

/// <summary>
/// The class of an image is that of the nearest of some labelled ones, by squared distance of reduced pixels (Cover and Hart 1967). Nothing is trained, so it
/// costs next to nothing; good enough for digits, and no use where classes are told by detail: ask <see cref="Accuracy"/> first.
/// </summary>
public sealed class NearestClassifier : IClassifier
{
    private readonly PixelFeatures _pixels;
    private readonly FeatureSet _examples;
    private readonly int[] _labels;

    /// <exception cref="MetricException">the images have no labels, or one has none</exception>
    public NearestClassifier(Dataset examples)
    {
        if (examples.ClassNames is null)
            throw new MetricException($"{examples.Name}: expected labelled images, found none with a label");
        _pixels = PixelFeatures.Reduced(examples.Shape);
        _examples = _pixels.Extract(examples);
        _labels = [.. Enumerable.Range(0, examples.Count).Select(examples.Label)];
        if (Array.IndexOf(_labels, -1) is int without and >= 0)
            throw new MetricException($"{examples.Name}: expected a label for every image, found image {without} without");
    }

    public int[] Predict(Dataset images) => [.. Distances.ToNearest(_pixels.Extract(images), _examples).Select(neighbour => _labels[neighbour.Nearest])];

    /// <summary>The share of labelled images whose class it finds.</summary>
    public double Accuracy(Dataset images) => SyntheticTraining.Accuracy(this, images);
}
