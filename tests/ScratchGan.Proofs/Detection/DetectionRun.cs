using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;

namespace ScratchGan.Proofs.Detection;

/// <summary>What a detector said, and after which step.</summary>
internal sealed record Alarm(long Step, Concern Concern);

/// <summary>
/// A training under the detectors' eyes, as often as examples/Dcgan opens them. It can be left at a step and be taken up from there by another.
/// </summary>
internal sealed class DetectionRun : IDisposable
{
    /// <summary>As without --log-every.</summary>
    private const int ObserveEvery = 20;

    /// <summary>As without --checkpoint-every.</summary>
    private const int CountEvery = 500;

    private readonly Device _device = Device.Cpu(threads: 1);
    private readonly IScene _scene;
    private readonly ulong _seed;
    private readonly Sabotage _sabotage;
    private readonly GanRecipe _recipe;
    private readonly GanSession _session;
    private readonly Probe _probe;
    private readonly ClassWatch? _classes;
    private readonly Tensor _real;
    private readonly List<Observation> _history = [];
    private readonly List<ClassCounts> _counts = [];
    private readonly List<Alarm> _alarms = [];

    /// <param name="classes">null for data without classes</param>
    internal DetectionRun(IScene scene, Failure failure, ulong seed, ClassWatch? classes)
    {
        (_scene, _seed, _sabotage, _classes) = (scene, seed, scene.Sabotage(failure), classes);
        _recipe = scene.Recipe(seed, _sabotage);
        _session = new GanSession(_device, _recipe);
        _probe = new Probe(_device, _session, scene.Samples(seed), scene.Latent, seed);
        _real = Tensor.Zeros(_device, scene.Batch);
    }

    internal IReadOnlyList<Alarm> Alarms => _alarms;

    /// <summary>Whether no number has been lost: then there is nothing left to train.</summary>
    internal bool IsFinite { get; private set; } = true;

    internal string Outcome => IsFinite ? _scene.Outcome(_session, _seed) : "numbers that are not finite";

    /// <summary>Trains up to a step, or until a number is not finite.</summary>
    /// <param name="began">the step after which the failure begins</param>
    internal void Train(long last, long began)
    {
        SpanAction data = _scene.Data(_seed, _session.Step);
        while (IsFinite && _session.Step < last)
        {
            if (_session.Step >= began)
                _sabotage.Work(_device, _session, _recipe, _session.Step - began);
            _real.Write(data);
            bool measure = (_session.Step + 1) % ObserveEvery == 0;
            IReadOnlyDictionary<string, float> measured = _session.Train(_real, measure);
            if (measure)
                _alarms.AddRange(Look(measured).Select(concern => new Alarm(_session.Step, concern)));
        }
    }

    /// <summary>Writes down how things are, so that another run goes on from here.</summary>
    internal void Leave(string path) => Checkpoint.Save(path, _session, 0, []);

    /// <summary>Goes on from where a run was left, as if it had been this one.</summary>
    internal void TakeUp(DetectionRun left, string path)
    {
        Checkpoint.Load(path, _session, []);
        _history.AddRange(left._history.Where(observation => observation.Step <= _session.Step));
        _counts.AddRange(left._counts.Where(counts => counts.Step <= _session.Step));
        _alarms.AddRange(left._alarms.Where(alarm => alarm.Step <= _session.Step));
    }

    public void Dispose()
    {
        _real.Dispose();
        _probe.Dispose();
        _session.Dispose();
        _device.Dispose();
    }

    private IEnumerable<Concern> Look(IReadOnlyDictionary<string, float> measured)
    {
        IsFinite = measured.Values.All(float.IsFinite) && _session.IsFinite;
        if (!IsFinite)
            return [Concern.Divergence];
        _history.Add(_probe.Observe(measured));
        return Detectors.New([.. _history]).Append(CountClasses()).OfType<Finding>().Select(finding => finding.Concern);
    }

    private Finding? CountClasses()
    {
        if (_classes is null || _session.Step % CountEvery != 0)
            return null;
        float[] latents = new float[ClassWatch.Count * _scene.Latent];
        new RandomSource(_seed, GanStreams.MetricLatents).FillNormal(latents);
        _counts.Add(new ClassCounts(_session.Step, _classes.Of(_session.Sample(latents))));
        return new MissingClasses(_classes.Real, _classes.ClassNames).New([.. _counts]);
    }
}
