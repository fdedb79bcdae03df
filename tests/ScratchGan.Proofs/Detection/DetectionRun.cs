using ScratchGan.Engine;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Training;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs.Detection;

/// <summary>What a detector said, and after which step.</summary>
internal sealed record Alarm(long Step, Concern Concern);

/// <summary>One training under the detectors' eyes, as often as examples/Dcgan opens them.</summary>
internal static class DetectionRun
{
    /// <summary>As without --log-every.</summary>
    private const int ObserveEvery = 20;

    /// <summary>As without --checkpoint-every.</summary>
    private const int CountEvery = 500;

    private const ulong Stream = 0xDE7EC7;

    internal static RunResult Of(IScene scene, Failure failure, ulong seed)
    {
        using Device device = Device.Cpu(threads: 1);
        int began = Beginning(scene.Steps, seed);
        Sabotage sabotage = scene.Sabotage(failure);
        GanRecipe recipe = scene.Recipe(seed, sabotage);
        using var session = new GanSession(device, recipe);
        using var probe = new Probe(device, session, scene.Samples(seed), scene.Latent, seed);
        ClassWatch? classes = scene.Classes(seed);
        SpanAction data = scene.Data(seed);
        using Tensor real = Tensor.Zeros(device, scene.Batch);
        List<Observation> history = [];
        List<ClassCounts> counts = [];
        List<Alarm> alarms = [];
        bool finite = true;
        while (finite && session.Step < scene.Steps)
        {
            if (session.Step >= began)
                sabotage.Work(device, session, recipe, session.Step - began);
            real.Write(data);
            bool measure = (session.Step + 1) % ObserveEvery == 0;
            IReadOnlyDictionary<string, float> measured = session.Train(real, measure);
            if (measure)
            {
                finite = measured.Values.All(float.IsFinite) && session.IsFinite;
                alarms.AddRange(Concerns().Select(concern => new Alarm(session.Step, concern)));
            }

            IEnumerable<Concern> Concerns()
            {
                if (!finite)
                    return [Concern.Divergence];
                history.Add(probe.Observe(measured));
                return Detectors.New([.. history]).Append(Missing()).OfType<Finding>().Select(finding => finding.Concern);
            }
        }
        Alarm? answer = alarms.FirstOrDefault(alarm => alarm.Step > began && failure.Answers().Contains(alarm.Concern));
        string outcome = finite ? scene.Outcome(session, seed) : "numbers that are not finite";
        return new RunResult(scene.Name, failure, seed, scene.Steps, failure == Failure.None ? null : began, answer, alarms, outcome);

        Finding? Missing()
        {
            if (classes is null || session.Step % CountEvery != 0)
                return null;
            float[] latents = new float[ClassWatch.Count * scene.Latent];
            new RandomSource(seed, GanStreams.MetricLatents).FillNormal(latents);
            counts.Add(new ClassCounts(session.Step, classes.Of(session.Sample(latents))));
            return new MissingClasses(classes.Real, classes.ClassNames).New([.. counts]);
        }
    }

    /// <summary>The step after which a failure begins: anywhere in the middle fifth of the run.</summary>
    private static int Beginning(int steps, ulong seed) => steps * 2 / 5 + new PhiloxSequence(seed, Stream).NextInt(steps / 5);
}
