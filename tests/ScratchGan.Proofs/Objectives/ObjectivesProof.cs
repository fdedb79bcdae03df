using System.Globalization;
using System.Text.Json;
using ScratchGan.Data;

namespace ScratchGan.Proofs.Objectives;

/// <summary>
/// Trains examples/Dcgan on the built-in digits with each objective and three seeds. The bar: samples of all ten classes, in shares whose divergence from equal
/// ones is below <see cref="Bar"/>.
/// </summary>
internal static class ObjectivesProof
{
    private const int Classes = 10;

    /// <summary>KL from equal shares, in nats. A class that is missing, the others being equal, costs ln(10/9) = 0.105.</summary>
    private const double Bar = 0.1;

    /// <summary>How much the short form must bring the divergence down. At first everything looks like one digit: about ln 10 = 2.3.</summary>
    private const double QuickGain = 1.0;

    /// <summary>One of a clipped training's generator.</summary>
    private const int FirstSteps = 5;

    private const int PictureColumns = 16;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <returns>the exit code</returns>
    internal static int Run(ObjectiveSettings settings, TextWriter output, TextWriter error)
    {
        string folder = settings.Out ?? Directory.CreateTempSubdirectory("scratchgan-objectives-").FullName;
        try
        {
            Directory.CreateDirectory(folder);
            using var judge = new ClassJudge(settings.Threads, settings.Samples, settings.TrainImages);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"judge: {judge.Name}, right about {judge.Accuracy:P2} of held-out digits; real digits: {Text(judge.Real)}"));
            return settings.Quick ? Learns(settings, folder, judge, output, error) : Compete(settings, folder, judge, output, error);
        }
        finally
        {
            if (settings.Out is null)
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The short form: one seed, judged after its first steps and after some more.</summary>
    private static int Learns(ObjectiveSettings settings, string folder, ClassJudge judge, TextWriter output, TextWriter error)
    {
        bool all = true;
        foreach (Contestant contestant in settings.Contestants)
        {
            var run = new ObjectiveRun(folder, contestant, seed: 1, settings.Threads);
            if (!run.Train(FirstSteps, error))
                return 1;
            ClassScore before = judge.Judge(run.Checkpoint);
            if (!run.Train(settings.Steps, error))
                return 1;
            ClassScore after = judge.Judge(run.Checkpoint);
            bool pass = after.Kl <= before.Kl - QuickGain;
            all &= pass;
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    name = "objectives",
                    quick = true,
                    objective = contestant.Name,
                    steps = settings.Steps,
                    samples = settings.Samples,
                    gain = QuickGain,
                    before,
                    after,
                    real = judge.Real,
                    pass,
                },
                Json));
        }
        return all ? 0 : 1;
    }

    private static int Compete(ObjectiveSettings settings, string folder, ClassJudge judge, TextWriter output, TextWriter error)
    {
        var file = new ResultFile<ObjectiveResult>(Path.Combine(folder, "results.jsonl"), ObjectiveResult.Parse);
        string runs = Path.Combine(folder, "runs");
        var results = new List<ObjectiveResult>();
        foreach (Contestant contestant in settings.Contestants)
            for (int seed = 1; seed <= settings.Seeds; seed++)
            {
                var run = new ObjectiveRun(runs, contestant, seed, settings.Threads);
                (string, int, int) key = (contestant.Name, seed, settings.Steps);
                if (file.Find(found => (found.Objective, found.Seed, found.Steps) == key) is not ObjectiveResult result)
                {
                    if (!run.Train(settings.Steps, error))
                        return 1;
                    result = Judged(settings, contestant, seed, run, judge);
                    file.Add(result);
                }
                results.Add(result);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{contestant.Name,-16}seed {seed}  {result.Classes,2} classes, KL {result.ClassKl:F4}, distance {result.Distance:F2}, "
                    + $"{result.Seconds:F0} s: {(result.Pass ? "pass" : contestant.MustPass ? "FAIL" : "fails, as it may")}"));
            }
        DrawRows(Path.Combine(folder, "samples.png"), settings, runs, judge);
        bool pass = results.TrueForAll(result => result.Pass || !result.MustPass);
        output.WriteLine(JsonSerializer.Serialize(new { name = "objectives", classes = Classes, bar = Bar, real = judge.Real, results, pass }, Json));
        return pass ? 0 : 1;
    }

    private static ObjectiveResult Judged(ObjectiveSettings settings, Contestant contestant, int seed, ObjectiveRun run, ClassJudge judge)
    {
        ClassScore score = judge.Judge(run.Checkpoint);
        return new ObjectiveResult(
            contestant.Name, seed, settings.Steps, settings.Threads, settings.Samples, judge.Name, score.Found, score.Kl, judge.Real.Kl, score.Distance,
            judge.Real.Distance, score.Counts, Math.Round(run.Seconds, 1), score.Found == Classes && score.Kl < Bar, contestant.MustPass);
    }

    /// <summary>A row of samples an objective, of its first seed.</summary>
    private static void DrawRows(string path, ObjectiveSettings settings, string runs, ClassJudge judge)
    {
        float[] images = [.. settings.Contestants.SelectMany(
            contestant => judge.Draw(new ObjectiveRun(runs, contestant, seed: 1, settings.Threads).Checkpoint, PictureColumns))];
        SampleGrid.Save(path, images, ClassJudge.Shape, settings.Contestants.Count, PictureColumns);
    }

    private static string Text(ClassScore score) =>
        string.Create(CultureInfo.InvariantCulture, $"{score.Found} classes, KL {score.Kl:F4}, distance {score.Distance:F2}");
}
