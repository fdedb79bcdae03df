using System.Globalization;
using System.Text.Json;
using ScratchGan.Data;

namespace ScratchGan.Proofs.Catalogue;

/// <summary>
/// Trains examples/Dcgan on the built-in digits with each entry of the catalogue and three seeds. The bar: samples of all ten classes, in shares whose
/// divergence from equal ones is below <see cref="Bar"/>.
/// </summary>
internal static class CatalogueProof
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
    internal static int Run(CatalogueSettings settings, TextWriter output, TextWriter error)
    {
        string folder = settings.Out ?? Directory.CreateTempSubdirectory("scratchgan-catalogue-").FullName;
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
    private static int Learns(CatalogueSettings settings, string folder, ClassJudge judge, TextWriter output, TextWriter error)
    {
        bool all = true;
        foreach (CatalogueEntry entry in settings.Entries)
        {
            var run = new CatalogueRun(folder, entry, seed: 1, settings.Threads);
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
                    name = "catalogue",
                    quick = true,
                    entry = entry.Name,
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

    private static int Compete(CatalogueSettings settings, string folder, ClassJudge judge, TextWriter output, TextWriter error)
    {
        var file = new ResultFile<CatalogueResult>(Path.Combine(folder, "results.jsonl"), CatalogueResult.Parse);
        string runs = Path.Combine(folder, "runs");
        var results = new List<CatalogueResult>();
        foreach (CatalogueEntry entry in settings.Entries)
            for (int seed = 1; seed <= settings.Seeds; seed++)
            {
                var run = new CatalogueRun(runs, entry, seed, settings.Threads);
                (string, int, int) key = (entry.Name, seed, settings.Steps);
                if (file.Find(found => (found.Entry, found.Seed, found.Steps) == key) is not CatalogueResult result)
                {
                    if (!run.Train(settings.Steps, error))
                        return 1;
                    result = Judged(settings, entry, seed, run, judge);
                    file.Add(result);
                }
                results.Add(result);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Name,-16}seed {seed}  {result.Classes,2} classes, KL {result.ClassKl:F4}, distance {result.Distance:F2}, "
                    + $"{result.Seconds:F0} s: {(result.Pass ? "pass" : entry.MustPass ? "FAIL" : "fails, as it may")}"));
            }
        DrawRows(Path.Combine(folder, "samples.png"), settings, runs, judge);
        bool pass = results.TrueForAll(result => result.Pass || !result.MustPass);
        output.WriteLine(JsonSerializer.Serialize(new { name = "catalogue", classes = Classes, bar = Bar, real = judge.Real, results, pass }, Json));
        return pass ? 0 : 1;
    }

    private static CatalogueResult Judged(CatalogueSettings settings, CatalogueEntry entry, int seed, CatalogueRun run, ClassJudge judge)
    {
        ClassScore score = judge.Judge(run.Checkpoint);
        return new CatalogueResult(
            entry.Name, seed, settings.Steps, settings.Threads, settings.Samples, judge.Name, score.Found, score.Kl, judge.Real.Kl, score.Distance,
            judge.Real.Distance, score.Counts, Math.Round(run.Seconds, 1), score.Found == Classes && score.Kl < Bar, entry.MustPass);
    }

    /// <summary>A row of samples an entry, of its first seed.</summary>
    private static void DrawRows(string path, CatalogueSettings settings, string runs, ClassJudge judge)
    {
        float[] images = [.. settings.Entries.SelectMany(
            entry => judge.Draw(new CatalogueRun(runs, entry, seed: 1, settings.Threads).Checkpoint, PictureColumns))];
        SampleGrid.Save(path, images, ClassJudge.Shape, settings.Entries.Count, PictureColumns);
    }

    private static string Text(ClassScore score) =>
        string.Create(CultureInfo.InvariantCulture, $"{score.Found} classes, KL {score.Kl:F4}, distance {score.Distance:F2}");
}
