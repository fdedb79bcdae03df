using System.Globalization;
using ScratchGan.Data;

namespace ScratchGan.Examples;

/// <summary>What a run learns from, and what it is judged by: images that it never sees.</summary>
internal sealed class RunData : IDisposable
{
    private readonly bool _ownsHeldOut;

    private RunData(Dataset training, Dataset heldOut, bool ownsHeldOut, IReadOnlyList<string> notes) =>
        (Training, HeldOut, _ownsHeldOut, Notes) = (training, heldOut, ownsHeldOut, notes);

    public Dataset Training { get; }

    /// <summary>The data's own test images; or a few that were kept apart; or, of very few images, those that are trained on.</summary>
    public Dataset HeldOut { get; }

    public IReadOnlyList<string> Notes { get; }

    /// <exception cref="DataException">there is nothing to train on</exception>
    public static RunData Open(RunSettings settings, IDisplay display, CancellationToken stop)
    {
        var options = new DatasetOptions(settings.ImageSize)
        {
            Channels = settings.Channels == Choices.Auto ? null : int.Parse(settings.Channels, CultureInfo.InvariantCulture),
            Seed = settings.Seed,
            Report = display.Say,
            Progress = (done, all) =>
            {
                stop.ThrowIfCancellationRequested();
                display.Decoding(done, all);
            },
        };
        Dataset images = DatasetSource.Open(settings.Data, options);
        if (DatasetSource.HasHeldOut(settings.Data))
            return new RunData(
                images, DatasetSource.Open(settings.Data, options with { Channels = images.Shape.Channels, Split = Split.HeldOut }), ownsHeldOut: true, []);
        if (images.Count < PartDataset.FewestToDivide)
            return new RunData(
                images, images, ownsHeldOut: false,
                [$"fewer than {PartDataset.FewestToDivide} images: none is held out, so the best checkpoint is judged by those that are trained on"]);
        (PartDataset training, PartDataset heldOut) = PartDataset.HoldOut(images, settings.Seed);
        return new RunData(
            training, heldOut, ownsHeldOut: true, [string.Create(CultureInfo.InvariantCulture, $"{heldOut.Count:N0} images are held out, to judge checkpoints by")]);
    }

    public void Dispose()
    {
        if (_ownsHeldOut)
            HeldOut.Dispose();
        Training.Dispose();
    }
}
