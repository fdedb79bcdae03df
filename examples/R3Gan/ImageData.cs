using ScratchGan.Data;
using ScratchGan.Examples.Shared;

namespace ScratchGan.Examples.R3Gan;

/// <summary>Images to learn from, and others to judge by: the data's own test images, or a few that are kept apart.</summary>
internal sealed class ImageData : IDisposable
{
    private ImageData(Dataset training, Dataset heldOut) => (Training, HeldOut) = (training, heldOut);

    public Dataset Training { get; }

    public Dataset HeldOut { get; }

    /// <exception cref="DataException">there is nothing to train on, or too little to keep some apart</exception>
    public static ImageData Open(Settings settings, Action<string> report)
    {
        var options = new DatasetOptions(settings.ImageSize) { Seed = settings.Seed, Report = report };
        (Dataset training, Dataset? heldOut) = DataOption.Open("--data", settings.Data, () => DatasetSource.OpenDivided(settings.Data, options));
        if (heldOut is null)
            throw new DataException(
                $"--data {settings.Data}: expected at least {PartDataset.FewestToDivide} images, of which some are kept to judge by, found {training.Count}");
        return new ImageData(training, heldOut);
    }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }
}
