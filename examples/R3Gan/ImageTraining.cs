using System.Globalization;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Objectives;
using ScratchGan.Gan.Penalties;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.R3Gan;

/// <summary>A training on images: sample grids, distances to held-out images, checkpoints to go on from.</summary>
internal sealed class ImageTraining : IDisposable
{
    /// <summary>The short form must bring the distance down to this part of what it was at the start.</summary>
    private const double QuickPart = 0.6;

    private const int GridSide = 8;
    private readonly Settings _settings;
    private readonly Recipe _recipe;
    private readonly TextWriter _output;
    private readonly Device _device;
    private readonly ImageData _data;
    private readonly GanSession _session;
    private readonly BatchFeed _real;
    private readonly HeldOutDistance _distance;
    private readonly CheckpointFiles _checkpoints;
    private readonly Progress _progress;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _determining;

    public ImageTraining(Settings settings, TextWriter output)
    {
        (_settings, _output, _checkpoints) = (settings, output, Resumption.Checkpoints(settings.Out, settings.Resume));
        _data = ImageData.Open(settings, output.WriteLine);
        _recipe = Recipe.ForImages(settings.ImageSize, _data.Training.Shape.Channels, settings.Quick);
        _distance = HeldOutDistance.Create(_data.HeldOut, _data.Training, settings.Seed);
        _device = Device.Cpu(settings.Threads);
        _session = new GanSession(_device, _recipe.Gan(new RelativisticPairing(), new SumOfPenalties(new R1(1f), new R2(1f)), settings.Seed));
        _real = new BatchFeed(_device, new Batches(_data.Training, _recipe.Batch, settings.Seed));
        _progress = new Progress(Path.Combine(settings.Out, "metrics.jsonl"));
        _determining = [KeyValuePair.Create("data", _data.Training.Identity), KeyValuePair.Create("seed", $"{settings.Seed}"), .. _recipe.Determining];
    }

    /// <returns>whether what must be learnt was learnt: of the short form a distance that fell, of the long one nothing</returns>
    public bool Run(CancellationToken stop)
    {
        Begin();
        while (_session.Step < _settings.Steps && !stop.IsCancellationRequested)
        {
            _session.Train(_real.Next(), measure: false);
            if (_session.Step == _settings.Steps || _session.Step % _recipe.LookEvery == 0 || stop.IsCancellationRequested)
                Look();
        }
        double before = _progress.Lines[0].Distance, after = _progress.Lines[^1].Distance;
        bool learnt = after <= QuickPart * before;
        if (_session.Step < _settings.Steps)
            _output.WriteLine($"stopped and saved after {_session.Step} of {_settings.Steps} steps; --out {_settings.Out} --resume goes on");
        if (_settings.Quick)
            _output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"the distance fell from {before:F4} to {after:F4}; at most {QuickPart * before:F4} was asked for: {(learnt ? "learnt" : "not learnt")}"));
        string json = JsonSerializer.Serialize(new
        {
            data = _data.Training.Name,
            imageSize = _settings.ImageSize,
            steps = _session.Step,
            seed = _settings.Seed,
            before = Math.Round(before, 4),
            after = Math.Round(after, 4),
            real = Math.Round(_distance.Floor, 4),
        });
        OutFolder.KeepResult(_settings.Out, json);
        _output.WriteLine(json);
        return learnt || !_settings.Quick;
    }

    public void Dispose()
    {
        _real.Dispose();
        _session.Dispose();
        _device.Dispose();
        _data.Dispose();
    }

    private void Begin()
    {
        if (_settings.Resume)
        {
            Resumption.RequireOptionsOf(_settings.Out, _settings.Fixed(_data.Training));
            _real.ReturnTo(_checkpoints.Load(_session, _determining, _output.WriteLine));
            if (_session.Step > _settings.Steps)
                throw new DataException(
                    $"--steps: expected at least {_session.Step}, the steps that the run in {_settings.Out} has taken, found {_settings.Steps}");
        }
        Directory.CreateDirectory(_settings.Out);
        Resumption.KeepOptions(_settings.Out, _settings.Options(_data.Training));
        _output.WriteLine(_data.Training.Summary[0]);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"generator {Count(_session.Generator):N0} parameters, discriminator {Count(_session.Discriminator):N0}; "
            + $"step {_session.Step} of {_settings.Steps}, batches of {_recipe.Batch}"));
        _progress.Load(_session.Step);
        if (_progress.Lines.Count == 0 || _progress.Lines[^1].Step < _session.Step)
            Measure();

        static int Count(ScratchGan.Engine.Layers.Module module) => module.Parameters.Sum(parameter => parameter.Shape.Count);
    }

    private void Look()
    {
        _checkpoints.Save(_session, _real.Delivered, _determining);
        Measure();
    }

    private void Measure()
    {
        _progress.Append(new DistanceAt(_session.Step, _distance.Of(Drawn(GanStreams.MetricLatents, _distance.Count))));
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"step {_session.Step,6}: distance to held-out images {_progress.Lines[^1].Distance:F4} (real ones {_distance.Floor:F4})"));
        string name = string.Create(CultureInfo.InvariantCulture, $"samples-{_session.Step:D6}.png");
        SampleGrid.Save(Path.Combine(_settings.Out, name), Drawn(GanStreams.SampleLatents, GridSide * GridSide), _data.Training.Shape, GridSide, GridSide);
    }

    private float[] Drawn(ulong stream, int count)
    {
        float[] latents = new float[count * _recipe.Latent];
        new RandomSource(_settings.Seed, stream).FillNormal(latents);
        return _session.Sample(latents);
    }
}
