using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>
/// The data of the lesson, and who counts it: images of three digits, one a colour, 1000 modes; and a classifier of single digits, trained on the spot. Neither
/// depends on a run's seed, so that all runs are counted by the same eyes.
/// </summary>
internal sealed class DigitReader : IDisposable
{
    /// <summary>Pixels a side.</summary>
    public const int Side = 16;

    private const ulong Seed = 1;
    private const int Digits = 20_000;
    private const int Epochs = 2;
    private readonly FeatureClassifier _classifier;
    private readonly DigitDataset _heldOut = new(Side, Seed, Split.HeldOut);

    public DigitReader(Device device)
    {
        var drawn = new DigitDataset(Side, Seed, count: Digits);
        var digits = MemoryDataset.Of(drawn, [.. Enumerable.Range(0, drawn.Count)]);
        _classifier = FeatureClassifier.Train(device, digits, new ClassifierTraining(Epochs));
        Images = new StackedDataset(digits, Seed);
    }

    /// <summary>To train on.</summary>
    public StackedDataset Images { get; }

    /// <summary>Which classifier it is, and how well it reads digits that it was not trained on.</summary>
    public string Description => $"{_classifier.Name}, {100 * _classifier.Accuracy(_heldOut):F2} % of held-out digits right";

    /// <summary>Modes of images [count, 3, side, side] in [−1, 1].</summary>
    public ClassHistogram Count(float[] images) => StackedModes.Count(_classifier, MemoryDataset.OfValues("samples", Images.Shape, images));

    /// <summary>The same of real images that were held out: what nobody can be expected to better.</summary>
    public ClassHistogram CountReal(int count) => StackedModes.Count(_classifier, new StackedDataset(_heldOut, Seed, Split.HeldOut, count));

    public void Dispose()
    {
        _classifier.Dispose();
        Images.Dispose();
        _heldOut.Dispose();
    }
}
