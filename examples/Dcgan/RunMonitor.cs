using System.Diagnostics;
using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>
/// The detectors at work in a run: what they see goes to monitor.jsonl and classes.jsonl, what they find to events.jsonl and to the screen.
/// </summary>
internal sealed class RunMonitor : IDisposable
{
    private readonly GanSession _session;
    private readonly Probe _probe;
    private readonly IDisplay _display;
    private readonly StepLog<Observation> _observations;
    private readonly StepLog<RunEvent> _events;
    private readonly Stopwatch _clock;

    /// <param name="clock">runs while detectors are at work</param>
    public RunMonitor(RunFolder folder, RunSettings settings, RunData data, Device device, GanSession session, IDisplay display, Stopwatch clock)
    {
        clock.Start();
        (_session, _clock) = (session, clock);
        _probe = new Probe(device, session, ProbeSamples.Of(data.Training, data.HeldOut, settings.Seed), settings.Latent, settings.Seed);
        _display = display;
        _observations = new StepLog<Observation>(folder.Monitor, session.Step);
        _events = new StepLog<RunEvent>(folder.Events, session.Step);
        Classes = RunClasses.Open(folder, settings, data, session, display);
        if (session.Step > 0)
            CountClasses();
        _clock.Stop();
    }

    public IReadOnlyList<Observation> Observations => _observations.Lines;

    public IReadOnlyList<RunEvent> Events => _events.Lines;

    /// <summary>Null when classes are not counted.</summary>
    public RunClasses? Classes { get; }

    /// <summary>Whether the training holds only finite numbers.</summary>
    public bool IsFinite()
    {
        _clock.Start();
        bool finite = _session.IsFinite;
        _clock.Stop();
        return finite;
    }

    /// <summary>Looks at the training after a step that was measured, and tells what is new.</summary>
    /// <returns>why the training is lost; null when it is not</returns>
    public Finding? Observe(IReadOnlyDictionary<string, float> measured)
    {
        _clock.Start();
        Observation observation = _probe.Observe(measured);
        _observations.Append(observation);
        Finding? failure = null;
        foreach (Finding finding in Detectors.New([.. _observations.Lines]))
        {
            Tell(finding);
            failure ??= finding.Concern.IsFailure() ? finding : null;
        }
        _clock.Stop();
        return failure;
    }

    /// <summary>Counts classes at the checkpoint that has just been saved, and tells what is new.</summary>
    public void CountClasses()
    {
        _clock.Start();
        if (Classes?.Count() is Finding finding)
            Tell(finding);
        _clock.Stop();
    }

    /// <summary>Notes that the run went back to a step because of what was found later.</summary>
    public void NoteRollback(long step, long found, Concern concern, string evidence)
    {
        _events.CutBack(step);
        Note(new RunEvent(step, found, concern, $"{evidence}; rolled back to the best checkpoint, step {step}"));
    }

    /// <summary>Forgets what was seen after a step.</summary>
    public void CutBack(long step)
    {
        _observations.CutBack(step);
        Classes?.CutBack(step);
    }

    public void Flush()
    {
        _observations.Flush();
        _events.Flush();
    }

    public void Dispose()
    {
        _probe.Dispose();
        _observations.Dispose();
        _events.Dispose();
        Classes?.Dispose();
    }

    private void Tell(Finding finding)
    {
        if (Note(new RunEvent(_session.Step, _session.Step, finding.Concern, finding.Evidence)))
            _display.Say($"step {_session.Step}: {finding}");
    }

    /// <returns>whether it was not noted before a kill</returns>
    private bool Note(RunEvent line)
    {
        bool isNew = !_events.Lines.Contains(line);
        if (isNew)
            _events.Append(line);
        return isNew;
    }
}
