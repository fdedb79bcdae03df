using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Examples.Shared;

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
        (Dataset training, Dataset? heldOut) = DataOption.Open(
            OptionNames.Data, settings.Data, () => DatasetSource.OpenDivided(settings.Data, options));
        IReadOnlyList<string> notes = heldOut switch
        {
            null => [$"fewer than {PartDataset.FewestToDivide} images: none is held out, so the best checkpoint is judged by those that are trained on"],
            PartDataset => [string.Create(CultureInfo.InvariantCulture, $"{heldOut.Count:N0} images are held out, to judge checkpoints by")],
            _ => [],
        };
        return new RunData(training, heldOut ?? training, ownsHeldOut: heldOut is not null, notes);
    }

    public void Dispose()
    {
        if (_ownsHeldOut)
            HeldOut.Dispose();
        Training.Dispose();
    }
}
