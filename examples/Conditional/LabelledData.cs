using ScratchGan.Data;
using ScratchGan.Examples.Shared;
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
        (Dataset training, Dataset? test) = DataOption.Open("--data", settings.Data, () => DatasetSource.OpenDivided(settings.Data, options));
        if (training.ClassCount is not (>= 2 and <= MostClasses))
            throw new DataException(
                $"--data {settings.Data}: expected images of 2 to {MostClasses} classes (IDX files with labels, a folder with a sub-folder for each class), "
                + "found " + (training.ClassCount is int count ? $"{count}" : "none with a label"));
        if (test is null)
            throw new DataException(
                $"--data {settings.Data}: expected at least {PartDataset.FewestToDivide} images, since some are held out to test with, found {training.Count}");
        return new LabelledData(training, test, settings.Seed);
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
