using ScratchGan.Data;
using ScratchGan.Examples.Shared;

namespace ScratchGan.Examples.Evaluate;

/// <summary>
/// Real images in three parts that have no image in common: some to train a classifier on, a reference, and as many fresh ones for the floor. The last two are
/// held-out images where the data has such, so that a generator is not praised for what it has seen.
/// </summary>
internal sealed class RealData : IDisposable
{
    /// <summary>More would take long to compare with.</summary>
    private const int MostOriginals = 5_000;

    private readonly Dataset _training;
    private readonly Dataset? _heldOut;
    private readonly ulong _seed;

    private RealData(Settings settings, Dataset training, Dataset? heldOut)
    {
        (_training, _heldOut, _seed) = (training, heldOut, settings.Seed);
        TrainingOrder = new Shuffled(training, settings.Seed);
        JudgingOrder = heldOut is null ? TrainingOrder : new Shuffled(heldOut, settings.Seed);
    }

    public ImageShape Shape => _training.Shape;

    public int? ClassCount => _training.ClassCount;

    public string Name => _training.Name;

    public IEnumerable<string> Summary => _training.Summary;

    /// <summary>Whether these are the images that are judged with, though perhaps in another place; held-out images are not those of a generator.</summary>
    public bool IsAllOf(string? identity) => identity == JudgingOrder.Identity;

    /// <summary>How many images can be judged: half of the held-out ones, or a third of all.</summary>
    public int MostJudged => _heldOut is null ? JudgingOrder.Count / 3 : JudgingOrder.Count / 2;

    public string Origin => _heldOut is null ? "of all images, none of which is held out" : "held-out";

    private Shuffled TrainingOrder { get; }

    private Shuffled JudgingOrder { get; }

    public static RealData Open(Settings settings, int imageSize, int? channels, Action<string> report)
    {
        var options = new DatasetOptions(imageSize) { Channels = channels, Seed = settings.Seed, Report = report };
        Dataset training = DataOption.Open("--reference", settings.Reference, () => DatasetSource.Open(settings.Reference, options));
        if (!DatasetSource.HasHeldOut(settings.Reference))
            return new RealData(settings, training, null);
        Dataset heldOut = DatasetSource.Open(settings.Reference, options with { Split = Split.HeldOut, Channels = training.Shape.Channels });
        return new RealData(settings, training, heldOut);
    }

    /// <summary>
    /// Of images that are not divided the last third is trained on, however many are judged: a classifier that is kept serves sample sets of any size.
    /// </summary>
    /// <param name="count">images judged</param>
    /// <param name="most">images to train on, at most</param>
    public (MemoryDataset Training, MemoryDataset Reference, MemoryDataset Fresh) Parts(int count, int most)
    {
        int first = _heldOut is null ? 2 * MostJudged : 0;
        MemoryDataset training = DataOption.Open(
            "--train-images", $"{most}", () => TrainingOrder.Part(first, Math.Min(most, TrainingOrder.Count - first)));
        return (training, JudgingOrder.Part(0, count), JudgingOrder.Part(count, count));
    }

    /// <summary>Images that a sample may be a copy of: some of those trained on, and of undivided images any that are not judged with.</summary>
    public MemoryDataset Originals(int count, MemoryDataset training)
    {
        Shuffled order = _heldOut is null ? TrainingOrder : new Shuffled(training, _seed);
        int first = _heldOut is null ? 2 * count : 0, room = Array.MaxLength / Shape.Count;
        return order.Part(first, Math.Min(Math.Min(MostOriginals, room), order.Count - first));
    }

    public void Dispose()
    {
        _training.Dispose();
        _heldOut?.Dispose();
    }
}
