using System.Globalization;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>
/// How often each class is drawn, at every checkpoint: one line of classes.jsonl. Off, which is said once, where images have no labels or classes cannot be
/// told.
/// </summary>
internal sealed class RunClasses : IDisposable
{
    private readonly ClassWatch _watch;
    private readonly GanSession _session;
    private readonly float[] _latents;
    private readonly StepLog<ClassCounts> _log;
    private readonly MissingClasses _detector;

    private RunClasses(ClassWatch watch, RunFolder folder, RunSettings settings, GanSession session)
    {
        (_watch, _session) = (watch, session);
        _detector = new MissingClasses(watch.Real, watch.ClassNames);
        _latents = new float[ClassWatch.Count * settings.Latent];
        new RandomSource(settings.Seed, GanStreams.MetricLatents).FillNormal(_latents);
        // The line of the checkpoint itself is written again: a kill may have come before it.
        _log = new StepLog<ClassCounts>(folder.Classes, session.Step - 1);
    }

    public IReadOnlyList<ClassCounts> Lines => _log.Lines;

    public IReadOnlyList<string> Names => _watch.ClassNames;

    public IReadOnlyList<int> Real => _watch.Real;

    /// <returns>null when it is off</returns>
    public static RunClasses? Open(RunFolder folder, RunSettings settings, RunData data, GanSession session, IDisplay display)
    {
        try
        {
            var watch = ClassWatch.Create(data.Training, data.HeldOut, settings.Seed);
            display.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"at every checkpoint the classes of {ClassWatch.Count} images are counted; nearest neighbours tell {watch.Accuracy:P0} of real ones right"));
            return new RunClasses(watch, folder, settings, session);
        }
        catch (MetricException reason)
        {
            display.Say($"classes are not counted: {reason.Message}");
            return null;
        }
    }

    /// <summary>Counts at the checkpoint that has just been saved.</summary>
    /// <returns>what is new</returns>
    public Finding? Count()
    {
        _log.Append(new ClassCounts(_session.Step, _watch.Of(_session.Sample(_latents))));
        return _detector.New([.. _log.Lines]);
    }

    /// <summary>Drops the counts after a step.</summary>
    public void CutBack(long step) => _log.CutBack(step);

    public void Dispose() => _log.Dispose();
}
