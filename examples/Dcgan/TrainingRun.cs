using System.Diagnostics;
using System.Globalization;
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
    private readonly BatchPrefetcher _batches;
    private readonly IDisplay _display;
    private readonly StepLog<StepStatistics> _stats;
    private readonly BatchUpload _real;
    private readonly float[] _pixels;
    private readonly int[] _labels;
    private readonly RunPictures _pictures;
    private readonly Stopwatch _training = new();
    private readonly double _secondsBefore;
    private readonly double _detectorSecondsBefore;
    private double _secondsAtLastLine;
    private long _stepAtLastLine;
    private long? _saved;
    private long _finite;
    private long _delivered;
    private bool _sent;
    private string _losses = "no loss yet";

    public TrainingRun(
        RunSettings settings, IReadOnlyList<KeyValuePair<string, string>> determining, RunFolder folder, RunData data, Device device, GanSession session,
        Batches batches, IDisplay display)
    {
        _settings = settings;
        _determining = determining;
        _folder = folder;
        _session = session;
        _batches = new BatchPrefetcher(batches);
        _delivered = _batches.Position;
        _display = display;
        _saved = folder.Checkpoints.Any ? session.Step : null;
        _stats = new StepLog<StepStatistics>(folder.Stats, session.Step);
        if (_stats.Lines.Count > 0)
            (_secondsBefore, _detectorSecondsBefore) = (_stats.Lines[^1].Seconds, _stats.Lines[^1].DetectorSeconds);
        _stepAtLastLine = session.Step;
        _pixels = new float[settings.Batch * data.Training.Shape.Count];
        _labels = new int[settings.Batch];
        ImageShape image = data.Training.Shape;
        _real = new BatchUpload(device, new Shape(settings.Batch, image.Channels, image.Height, image.Width));
        _pictures = new RunPictures(folder, data.Training, session, settings);
        _report = new RunReport(folder, settings, $"{device.Backend.Description} · {data.Training.Summary[0]}");
        _replay = new Replay(settings, determining, folder, data.Training, device, display);
        _finite = session.Step;
        _best = BestCheckpoint.Open(folder, settings, data, device, session, display);
        _monitor = new RunMonitor(folder, settings, data, device, session, display);
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
        double seconds = _secondsBefore + _training.Elapsed.TotalSeconds;
        string time = string.Create(CultureInfo.InvariantCulture, $"{Duration.Text(seconds)} and {100 * DetectorSeconds / seconds:F1} % more for detectors");
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
        _batches.Dispose();
        _stats.Dispose();
        _best?.Dispose();
        _monitor.Dispose();
        _real.Dispose();
    }

    private double DetectorSeconds => _detectorSecondsBefore + _monitor.Seconds;

    private void Advance()
    {
        bool last = _session.Step + 1 == _settings.Steps;
        bool measure = last || (_session.Step + 1) % _settings.LogEvery == 0;
        _training.Start();
        if (!_sent)
            SendBatch();
        _real.Deliver();
        _delivered = _batches.Position;
        IReadOnlyDictionary<string, float> measured = _session.Train(_real.Value, measure);
        _sent = false;
        if (!last)
            SendBatch();
        _training.Stop();
        if (measure && Log(measured))
            return;
        _display.Step(_session.Step);
        if (last || _session.Step % _settings.SampleEvery == 0)
        {
            DrawSamples();
            if (!last)
                Report();
        }
        if (_session.Step % _settings.CheckpointEvery == 0)
            Save();
    }

    /// <summary>Starts the next batch on its way while the device may still be at work.</summary>
    private void SendBatch()
    {
        _batches.Next(_pixels, _labels);
        _real.Send(_pixels);
        _sent = true;
    }

    /// <returns>whether the run went back to an earlier step</returns>
    private bool Log(IReadOnlyDictionary<string, float> measured)
    {
        float discriminatorLoss = measured[AdversarialPhases.DiscriminatorLoss], generatorLoss = measured[AdversarialPhases.GeneratorLoss];
        _losses = string.Create(CultureInfo.InvariantCulture, $"discriminator loss {discriminatorLoss}, generator loss {generatorLoss}");
        if (!_monitor.IsFinite(measured))
        {
            string cause = Cause();
            Lost(Concern.Divergence, $"a loss or a parameter is not finite: {cause}", () => NotFinite("a loss or a parameter that is not", cause));
            return true;
        }
        _finite = _session.Step;
        double seconds = _training.Elapsed.TotalSeconds;
        double imagesPerSecond = (_session.Step - _stepAtLastLine) * _settings.Batch / Math.Max(seconds - _secondsAtLastLine, 1e-9);
        (_secondsAtLastLine, _stepAtLastLine) = (seconds, _session.Step);
        var statistics = new StepStatistics(
            _session.Step, discriminatorLoss, generatorLoss, measured[AdversarialPhases.AccuracyOnReal], measured[AdversarialPhases.AccuracyOnFake],
            Math.Round(imagesPerSecond, 1), Math.Round(_secondsBefore + seconds, 3), Math.Round(DetectorSeconds, 3));
        _stats.Append(statistics);
        Finding? failure = _monitor.Observe(measured);
        _display.Measured(statistics, _settings.Steps, (_settings.Steps - _session.Step) * _settings.Batch / imagesPerSecond);
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
        _delivered = _batches.Position = _folder.Checkpoints.LoadBest(_session, _determining);
        _session.BeginNoise(stretch + 1);
        _sent = false;
        _monitor.NoteRollback(_session.Step, found, concern, evidence);
        // A kill before this finds the logs that lead to the rollback again, one after it the run as it is now.
        Write();
        _stats.CutBack(_session.Step);
        _best?.CutBack(_session.Step);
        _monitor.CutBack(_session.Step);
        (_secondsAtLastLine, _stepAtLastLine, _finite) = (_training.Elapsed.TotalSeconds, _session.Step, _session.Step);
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
            _stats.Flush();
            _monitor.Flush();
            _folder.Checkpoints.Save(_session, _delivered, _determining);
        }
        catch (NonFiniteException error)
        {
            throw NotFinite($"that {error.Message}", Cause());
        }
        _saved = _session.Step;
    }

    private string Cause() => _replay.FirstNonFinite(_finite, _session.Step);

    private RunException NotFinite(string found, string cause) => new(
        $"step {_session.Step}: expected finite numbers, found {found}: {cause}; last measured {_losses}; "
        + (_saved is long step ? $"the last good checkpoint is {_folder.Checkpoints.Newest}, step {step}" : "there is no checkpoint yet"), Application.Failed);

    private void DrawSamples()
    {
        if (!_pictures.TryDrawSamples())
            throw NotFinite("images with numbers that are not", Cause());
    }

    private void Report()
    {
        DrawLosses();
        _report.Write(_stats.Lines, _monitor.Observations, _best?.Lines ?? [], _monitor.Events, _monitor.Classes);
    }

    private void DrawLosses() => LossPlot.Save(_folder.Losses, _stats.Lines);
}
