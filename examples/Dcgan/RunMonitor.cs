using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>The detectors at work in a run: what they see goes to monitor.jsonl, what they find to events.jsonl and to the screen.</summary>
internal sealed class RunMonitor : IDisposable
{
    private readonly Probe _probe;
    private readonly IDisplay _display;
    private readonly StepLog<Observation> _observations;
    private readonly StepLog<RunEvent> _events;

    public RunMonitor(RunFolder folder, RunSettings settings, RunData data, Device device, GanSession session, IDisplay display)
    {
        _probe = new Probe(device, session, data.Training, data.HeldOut, settings.Latent, settings.Seed);
        _display = display;
        _observations = new StepLog<Observation>(folder.Monitor, session.Step);
        _events = new StepLog<RunEvent>(folder.Events, session.Step);
    }

    public IReadOnlyList<Observation> Observations => _observations.Lines;

    public IReadOnlyList<RunEvent> Events => _events.Lines;

    /// <summary>Looks at the training after a step that was measured, and tells what is new.</summary>
    /// <returns>why the training is lost; null when it is not</returns>
    public Finding? Observe(IReadOnlyDictionary<string, float> measured)
    {
        Observation observation = _probe.Observe(measured);
        _observations.Append(observation);
        Finding? failure = null;
        foreach (Finding finding in Detectors.New([.. _observations.Lines]))
        {
            _events.Append(new RunEvent(observation.Step, observation.Step, finding.Concern, finding.Evidence));
            _display.Say($"step {observation.Step}: {finding}");
            failure ??= finding.Concern.IsFailure() ? finding : null;
        }
        return failure;
    }

    /// <summary>Notes that the run went back to a step because of what was found later.</summary>
    public void NoteRollback(long step, long found, Concern concern, string evidence)
    {
        var rollback = new RunEvent(step, found, concern, $"{evidence}; rolled back to the best checkpoint, step {step}");
        _events.CutBack(step);
        if (!_events.Lines.Contains(rollback))
            _events.Append(rollback);
    }

    /// <summary>Forgets what was seen after a step.</summary>
    public void CutBack(long step) => _observations.CutBack(step);

    public void Flush()
    {
        _observations.Flush();
        _events.Flush();
    }

    public void Dispose()
    {
        _observations.Dispose();
        _events.Dispose();
    }
}
