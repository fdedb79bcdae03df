using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>
/// Measures every checkpoint by its distance to held-out images, always on the same latents, and keeps the best. How good the best was is not written down
/// beside it, where a kill could part the two: it is measured again when a run goes on.
/// </summary>
internal sealed class BestCheckpoint : IDisposable
{
    private readonly CheckpointFiles _files;
    private readonly HeldOutDistance _distance;
    private readonly GanSession _session;
    private readonly IDisplay _display;
    private readonly float[] _latents;
    private readonly StepLog<CheckpointMetric> _log;
    private double _best = double.PositiveInfinity;
    private long? _bestStep;

    private BestCheckpoint(RunFolder folder, HeldOutDistance distance, RunSettings settings, Device device, GanSession session, IDisplay display)
    {
        (_files, _distance, _session, _display) = (folder.Checkpoints, distance, session, display);
        _latents = new float[distance.Count * settings.Latent];
        new RandomSource(settings.Seed, GanStreams.MetricLatents).FillNormal(_latents);
        // The line of the checkpoint itself is written again below: a kill may have come before it.
        _log = new StepLog<CheckpointMetric>(folder.Metrics, session.Step - 1);
        if (session.Step == 0)
            return;
        if (File.Exists(_files.Best))
            MeasureBest(device);
        if (File.Exists(_files.Newest))
            Consider();
    }

    /// <summary>Null, and a line that says why, where images cannot be measured.</summary>
    public static BestCheckpoint? TryCreate(RunFolder folder, RunData data, RunSettings settings, Device device, GanSession session, IDisplay display)
    {
        try
        {
            return new BestCheckpoint(folder, HeldOutDistance.Create(data.HeldOut, data.Training, settings.Seed), settings, device, session, display);
        }
        catch (MetricException failure)
        {
            display.Say($"no best checkpoint is kept: {failure.Message}");
            return null;
        }
    }

    public IReadOnlyList<CheckpointMetric> Lines => _log.Lines;

    /// <summary>Measures the checkpoint that has just been saved.</summary>
    public void Consider()
    {
        double distance = _distance.Of(_session.Sample(_latents));
        bool best = distance < _best;
        if (best)
        {
            _files.KeepAsBest();
            (_best, _bestStep) = (distance, _session.Step);
        }
        best |= _bestStep == _session.Step;
        _log.Append(new CheckpointMetric(_session.Step, distance, _distance.Floor, best));
        _display.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"checkpoint of step {_session.Step} · distance to held-out images {distance:F4} (real ones {_distance.Floor:F4})"
            + $" · the best is of step {_bestStep}, {_best:F4}"));
    }

    /// <summary>Drops the measurements after a step.</summary>
    public void CutBack(long step) => _log.CutBack(step);

    public void Dispose() => _log.Dispose();

    private void MeasureBest(Device device)
    {
        try
        {
            using TrainedGenerator best = TrainedGenerator.Load(_files.Best, device);
            (_best, _bestStep) = (_distance.Of(best.Draw(_latents)), best.Step);
        }
        catch (DataException failure)
        {
            _display.Say($"{failure.Message}; the next checkpoint takes its place");
        }
    }
}
