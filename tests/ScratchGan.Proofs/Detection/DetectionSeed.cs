using ScratchGan.Gan.Monitoring;
using ScratchGan.Kernels.Random;

namespace ScratchGan.Proofs.Detection;

/// <summary>All trainings of one scene and seed: a healthy one, and failures that branch off from it at one of its steps.</summary>
internal static class DetectionSeed
{
    private const ulong Stream = 0xDE7EC7;

    /// <param name="failures">those that are asked for</param>
    internal static IReadOnlyList<RunResult> Run(IScene scene, ulong seed, IReadOnlyList<Failure> failures)
    {
        string path = Path.GetTempFileName();
        try
        {
            int began = Beginning(scene.Steps, seed);
            ClassWatch? classes = scene.Classes(seed);
            using var healthy = new DetectionRun(scene, Failure.None, seed, classes);
            healthy.Train(began, began);
            healthy.Leave(path);
            return [.. failures.Select(failure => failure == Failure.None ? Healthy() : Failing(failure))];

            RunResult Healthy()
            {
                healthy.Train(scene.Steps, scene.Steps);
                return new RunResult(scene.Name, Failure.None, seed, scene.Steps, null, null, healthy.Alarms, healthy.Outcome);
            }

            // A quarter of the run is enough to wait for detectors that should need a tenth.
            RunResult Failing(Failure failure)
            {
                using var run = new DetectionRun(scene, failure, seed, classes);
                run.TakeUp(healthy, path);
                run.Train(began + scene.Steps / 4, began);
                Alarm? answer = run.Alarms.FirstOrDefault(alarm => alarm.Step > began && failure.Answers().Contains(alarm.Concern));
                return new RunResult(scene.Name, failure, seed, scene.Steps, began, answer, run.Alarms, run.Outcome);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The step after which failures begin: anywhere in the middle fifth of the run.</summary>
    private static int Beginning(int steps, ulong seed) => steps * 2 / 5 + new PhiloxSequence(seed, Stream).NextInt(steps / 5);
}
