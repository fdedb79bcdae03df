using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>The loop: batch, step, and on schedule a line of statistics, a sample grid, a checkpoint.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int MostRollbacks = 3;
    private readonly RunSettings _settings;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _determining;
    private readonly RunFolder _folder;
    private readonly BestCheckpoint? _best;
    private readonly RunMonitor _monitor;
    private readonly RunReport _report;
    private readonly Replay _replay;
    private readonly GanSession _session;
    private readonly BatchFeed _real;
    private readonly IDisplay _display;
    private readonly RunStatistics _statistics;
    private readonly RunPictures _pictures;
    private long? _saved;
    private long _finite;

    public TrainingRun(
        RunSettings settings, IReadOnlyList<KeyValuePair<string, string>> determining, RunFolder folder, RunData data, Device device, GanSession session,
        Batches batches, IDisplay display)
    {
        _settings = settings;
        _determining = determining;
        _folder = folder;
        _session = session;
        _real = new BatchFeed(device, batches);
        _display = display;
        _saved = folder.Checkpoints.Any ? session.Step : null;
        _statistics = new RunStatistics(folder.Stats, session.Step, settings);
        _pictures = new RunPictures(folder, data.Training, session, settings);
        _report = new RunReport(folder, settings, $"{device.Backend.Description} · {data.Training.Summary[0]}");
        _replay = new Replay(settings, determining, folder, data.Training, device, display);
        _finite = session.Step;
        _best = BestCheckpoint.TryCreate(folder, data, settings, device, session, display);
        _monitor = new RunMonitor(folder, settings, data, device, session, display, _statistics.DetectorClock);
    }

    /// <summary>Trains up to the last step, or until a stop is asked for: then the step is finished and saved.</summary>
    public void Run(CancellationToken stop)
    {
        if (_session.Step == 0)
        {
            _pictures.DrawReals();
            DrawSamples();
        }
        _display.Around(_session.Step, _settings.Steps, () =>
        {
            while (_session.Step < _settings.Steps && !stop.IsCancellationRequested)
                Advance();
        });
        if (_session.Step != _saved)
            Save();
        Report();
        string time = $"{Duration.Text(_statistics.Seconds)} and {_statistics.DetectorShare} more for detectors";
        _display.Say(_session.Step < _settings.Steps
            ? $"stopped and saved after {_session.Step} of {_settings.Steps} steps, {time} · pictures in {_folder.Path} · to go on: {_folder.Continuation}"
            : $"{_session.Step} steps in {time} · pictures in {_folder.Path} · for more steps: {_folder.Continuation} --steps {2 * _session.Step}");
    }

    /// <summary>What a user can do when the device fails in the middle of the run.</summary>
    public string WayOut => _saved is long step
        ? $"the last checkpoint is of step {step}; to go on elsewhere: {_folder.Continuation} {OptionNames.Device} cpu"
        : $"there is no checkpoint yet; {OptionNames.Device} cpu trains without that device";

    public void Dispose()
    {
        _real.Dispose();
        _statistics.Dispose();
        _best?.Dispose();
        _monitor.Dispose();
    }

    private void Advance()
    {
        bool last = _session.Step + 1 == _settings.Steps;
        bool measure = _statistics.IsDue(_session.Step + 1);
        _statistics.Clock.Start();
        IReadOnlyDictionary<string, float> measured = _session.Train(_real.Next(), measure);
        if (!last)
            _real.Send();
        _statistics.Clock.Stop();
        if (measure && Log(measured))
            return;
        _display.Step(_session.Step);
        bool drawn = last || _session.Step % _settings.SampleEvery == 0;
        if (drawn)
            DrawSamples();
        if (_session.Step % _settings.CheckpointEvery == 0)
            Save();
        // A run that goes on from here draws these samples no more, so they come before the checkpoint; a report can be written again at any time.
        if (drawn && !last)
            Report();
    }

    /// <returns>whether the run went back to an earlier step</returns>
    private bool Log(IReadOnlyDictionary<string, float> measured)
    {
        if (!_statistics.Note(measured) || !_monitor.IsFinite())
        {
            string cause = Cause();
            Lost(Concern.Divergence, $"a loss or a parameter is not finite: {cause}", () => NotFinite("a loss or a parameter that is not", cause));
            return true;
        }
        _finite = _session.Step;
        StepStatistics statistics = _statistics.Append(_session.Step, measured);
        Finding? failure = _monitor.Observe(measured);
        _display.Measured(statistics, _settings.Steps, (_settings.Steps - _session.Step) * _settings.Batch / _statistics.ImagesPerSecond);
        if (failure is null || _settings.OnCollapse == CollapsePolicy.Warn)
            return false;
        Lost(failure.Concern, failure.Evidence, () => Stopped(failure.ToString()));
        return true;
    }

    /// <summary>The training is lost: goes back to the best checkpoint and on with new noise, or ends.</summary>
    private void Lost(Concern concern, string evidence, Func<RunException> end)
    {
        int stretch = _session.NoiseStretch;
        if (_settings.OnCollapse != CollapsePolicy.Rollback || stretch == MostRollbacks || !File.Exists(_folder.Checkpoints.Best))
        {
            RunException failure = end();
            Report();
            throw failure;
        }
        long found = _session.Step;
        _real.ReturnTo(_folder.Checkpoints.LoadBest(_session, _determining));
        _session.BeginNoise(stretch + 1);
        _monitor.NoteRollback(_session.Step, found, concern, evidence);
        // A kill before this finds the logs that lead to the rollback again, one after it the run as it is now.
        Write();
        _statistics.CutBack(_session.Step);
        _best?.CutBack(_session.Step);
        _monitor.CutBack(_session.Step);
        _finite = _session.Step;
        _display.Say($"step {found}: {evidence}; back to the best checkpoint, step {_session.Step}, with new noise ({stretch + 1} of {MostRollbacks})");
    }

    private RunException Stopped(string why)
    {
        DrawSamples();
        string best = File.Exists(_folder.Checkpoints.Best) ? $"; the best checkpoint is {_folder.Checkpoints.Best}" : "";
        return new RunException($"step {_session.Step}: {why}; stopped, as {OptionNames.OnCollapse} says{best}", Application.Collapsed);
    }

    private void Save()
    {
        Write();
        _monitor.CountClasses();
        if (_best is null)
            return;
        _best.Consider();
        _display.Say(StopRule.Of([.. _monitor.Observations], [.. _best.Lines.Select(line => line.SlicedWasserstein)]).ToString());
    }

    private void Write()
    {
        try
        {
            _statistics.Flush();
            _monitor.Flush();
            _folder.Checkpoints.Save(_session, _real.Delivered, _determining);
        }
        catch (NonFiniteException error)
        {
            throw NotFinite($"that {error.Message}", Cause());
        }
        _saved = _session.Step;
    }

    private string Cause() => _replay.FirstNonFinite(_finite, _session.Step);

    private RunException NotFinite(string found, string cause) => new(
        $"step {_session.Step}: expected finite numbers, found {found}: {cause}; last measured {_statistics.Losses}; "
        + (_saved is long step ? $"the last good checkpoint is {_folder.Checkpoints.Newest}, step {step}" : "there is no checkpoint yet"), Application.Failed);

    private void DrawSamples()
    {
        if (!_pictures.TryDrawSamples())
            throw NotFinite("images with numbers that are not", Cause());
    }

    private void Report()
    {
        LossPlot.Save(_folder.Losses, _statistics.Lines);
        _report.Write(_statistics.Lines, _monitor.Observations, _best?.Lines ?? [], _monitor.Events, _monitor.Classes);
    }
}
