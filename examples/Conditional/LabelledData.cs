using ScratchGan.Data;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Examples.Conditional;

/// <summary>Labelled images to train on, and others to test with.</summary>
internal sealed class LabelledData : IDisposable
{
    /// <summary>Rows of a picture, and planes beside an image: more would neither be seen nor fit.</summary>
    private const int MostClasses = 64;

    /// <summary>Beside the streams of initial weights, latents and so on.</summary>
    private const ulong Stream = 0xC1A5;

    private readonly ulong _seed;

    private LabelledData(Dataset training, Dataset test, ulong seed) => (Training, Test, _seed) = (training, test, seed);

    public Dataset Training { get; }

    /// <summary>The data's own test images, or some that were kept apart.</summary>
    public Dataset Test { get; }

    public IReadOnlyList<string> ClassNames => Training.ClassNames!;

    /// <exception cref="DataException">there are no labels, or too few images; the message is for the user</exception>
    public static LabelledData Open(Settings settings, Action<string> report)
    {
        var options = new DatasetOptions(settings.ImageSize) { Seed = settings.Seed, Report = report };
        Dataset images = DatasetSource.Open(settings.Data, options);
        if (images.ClassCount is not (>= 2 and <= MostClasses))
            throw new DataException(
                $"--data {settings.Data}: expected images of 2 to {MostClasses} classes (IDX files with labels, a folder with a sub-folder for each class), "
                + "found " + (images.ClassCount is int count ? $"{count}" : "none with a label"));
        if (DatasetSource.HasHeldOut(settings.Data))
            return new LabelledData(
                images, DatasetSource.Open(settings.Data, options with { Split = Split.HeldOut, Channels = images.Shape.Channels }), settings.Seed);
        if (images.Count < PartDataset.FewestToDivide)
            throw new DataException(
                $"--data {settings.Data}: expected at least {PartDataset.FewestToDivide} images, since some are held out to test with, found {images.Count}");
        (PartDataset training, PartDataset heldOut) = PartDataset.HoldOut(images, settings.Seed);
        return new LabelledData(training, heldOut, settings.Seed);
    }

    /// <summary>All images of a set in memory, or as many of them, drawn by lot.</summary>
    public MemoryDataset Some(Dataset images, int most)
    {
        int[] order = [.. Enumerable.Range(0, images.Count)];
        int count = Math.Min(most, order.Length);
        new PhiloxSequence(_seed, Stream).ShuffleFirst(order, count);
        return MemoryDataset.Of(images, order[..count]);
    }

    public void Dispose()
    {
        Test.Dispose();
        Training.Dispose();
    }
}
