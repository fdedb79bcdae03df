using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>
/// The steps since the newest checkpoint once more, or since the beginning where there is none, beside the training itself: to find where numbers stopped
/// being finite.
/// </summary>
internal sealed class Replay(
    RunSettings settings, IReadOnlyList<KeyValuePair<string, string>> determining, RunFolder folder, Dataset images, Device device, IDisplay display)
{
    /// <param name="finite">the last step after which all numbers were known to be finite</param>
    /// <param name="last">the step after which one was not</param>
    /// <returns>step, operation and tensor, in one line</returns>
    public string FirstNonFinite(long finite, long last)
    {
        using var session = new GanSession(device, Recipe.Of(settings, images.Shape.Channels));
        var batches = new Batches(images, settings.Batch, settings.Seed);
        if (folder.Checkpoints.Any)
            batches.Position = folder.Checkpoints.Load(session, determining, display.Say);
        display.Say($"step {last}: a number is not finite; to find where it came from, all steps since step {session.Step} are taken again");
        using var real = new BatchFeed(device, batches);
        return NonFiniteDiagnosis.Of(device, session, () => session.Train(real.Next(), measure: false), finite, last);
    }
}
