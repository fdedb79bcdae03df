using ScratchGan.Data;

namespace ScratchGan.Gan.Training;

/// <summary>
/// The checkpoints of one run's folder: the newest, the one before it, and the best by a metric. Whenever the process is killed, one whole checkpoint is there
/// once one was: the newest is first written under another name, then the old one becomes the previous, then the new one takes its place.
/// </summary>
public sealed class CheckpointFiles(string folder)
{
    private bool _keepPrevious = true;

    public string Newest { get; } = Path.Combine(folder, "checkpoint.safetensors");

    /// <summary>The one before the newest; what a training goes on from when the newest is damaged or missing.</summary>
    public string Previous { get; } = Path.Combine(folder, "checkpoint.previous.safetensors");

    /// <summary>The one with the best metric so far.</summary>
    public string Best { get; } = Path.Combine(folder, "checkpoint.best.safetensors");

    /// <summary>Whether there is anything to go on from.</summary>
    public bool Any => File.Exists(Newest) || File.Exists(Previous);

    /// <summary>Continues from the newest checkpoint, or, when that one is damaged or missing, from the previous one.</summary>
    /// <param name="report">told in one line when the previous one was taken, and why</param>
    /// <returns>the position of the batches</returns>
    /// <exception cref="DataException">neither can be used; the message is about the newest</exception>
    public long Load(GanSession session, IReadOnlyList<KeyValuePair<string, string>> settings, Action<string> report)
    {
        if (!File.Exists(Newest))
            return LoadPrevious(session, settings, report, $"{Newest}: expected a checkpoint, found none");
        try
        {
            return Checkpoint.Load(Newest, session, settings);
        }
        catch (DamagedFileException damage) when (File.Exists(Previous))
        {
            try
            {
                return LoadPrevious(session, settings, report, damage.Message);
            }
            catch (DataException)
            {
                throw damage;
            }
        }
    }

    /// <summary>Saves the newest and keeps the one it replaces; one that was found damaged does not push out the one that is whole.</summary>
    /// <exception cref="ScratchGan.Engine.NonFiniteException">a number of the session is NaN or infinite; nothing is written</exception>
    /// <exception cref="DataException">the file cannot be written; the older ones are as they were</exception>
    public void Save(GanSession session, long batchPosition, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        Checkpoint.Save(Newest, session, batchPosition, settings, _keepPrevious ? Previous : null);
        _keepPrevious = true;
    }

    /// <summary>Goes back to the best checkpoint.</summary>
    /// <returns>the position of the batches</returns>
    /// <exception cref="DataException">there is none, or it cannot be used</exception>
    public long LoadBest(GanSession session, IReadOnlyList<KeyValuePair<string, string>> settings) => Checkpoint.Load(Best, session, settings);

    /// <summary>Copies the newest to the best.</summary>
    public void KeepAsBest() => AtomicFile.Write(Best, stream =>
    {
        using FileStream newest = File.OpenRead(Newest);
        newest.CopyTo(stream);
    });

    private long LoadPrevious(GanSession session, IReadOnlyList<KeyValuePair<string, string>> settings, Action<string> report, string why)
    {
        long position = Checkpoint.Load(Previous, session, settings);
        _keepPrevious = false;
        report($"{why}; going on from {Path.GetFileName(Previous)}, step {session.Step}");
        return position;
    }
}
