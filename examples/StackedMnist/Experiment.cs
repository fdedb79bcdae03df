using System.Diagnostics;
using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>Trains, judges on the way, reports.</summary>
internal static class Experiment
{
    /// <summary>Nats of KL that the short form must lose.</summary>
    private const double QuickGain = 3;

    /// <returns>whether what must be learnt was learnt: by the short form a gain, by the long one no more than numbers that are numbers</returns>
    /// <exception cref="DataException">the data, or the folder, cannot be used; the message is for the user</exception>
    public static bool Run(Settings settings, TextWriter output)
    {
        if (!DatasetSource.HasHeldOut(settings.Digits))
            throw new DataException(
                $"--data {settings.Digits}: expected \"{DatasetSource.Digits}\" or a folder with the four IDX files of MNIST, found "
                + (Directory.Exists(settings.Digits) ? "no test images there" : "nothing at this path"));
        RunFolder? folder = settings.Out is null ? null : new RunFolder(settings.Out, settings.Resume);
        using Device device = Device.Cpu(settings.Threads);
        using var training = new Training(device, settings);
        List<Judgement> judgements = settings.Resume ? folder!.Resume(training, output.WriteLine) : [];
        folder?.Begin(training);
        using Judge judge = Judge.Open(settings, device, output.WriteLine);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{settings.Data}: {settings.Steps:N0} steps of {Recipe.Batch} images, {settings.Recipe.Judged:N0} samples judged"));
        output.WriteLine($"{"real images",-14}{Text(judge.Floor)}");
        double before = judgements.Count == 0 ? 0 : judgements[^1].Seconds;
        long start = Stopwatch.GetTimestamp();
        if (judgements.Count == 0)
            Look("");
        while (training.Step < settings.Steps)
        {
            bool due = (training.Step + 1) % settings.JudgeEvery == 0 || training.Step + 1 == settings.Steps;
            IReadOnlyDictionary<string, float> measured = training.Advance(due);
            if (due)
                Look(string.Create(
                    CultureInfo.InvariantCulture,
                    $"   losses {measured[AdversarialPhases.DiscriminatorLoss]:F3} (D) and {measured[AdversarialPhases.GeneratorLoss]:F3} (G)"));
        }
        string json = Report.Json(settings, judge, judgements);
        folder?.Finish(json);
        output.WriteLine(json);
        return !settings.Quick || judgements[^1].Kl <= judgements[0].Kl - QuickGain;

        void Look(string losses)
        {
            Coverage found = judge.Of(training.Judged());
            judgements.Add(new Judgement(
                training.Step, found.Modes, Math.Round(found.Kl, 4), Math.Round(before + Stopwatch.GetElapsedTime(start).TotalSeconds, 1)));
            output.WriteLine($"{$"step {training.Step}",-14}{Text(found)}{losses}");
            folder?.Keep(training, judgements, judge.Floor);
        }
    }

    private static string Text(Coverage coverage) => string.Create(CultureInfo.InvariantCulture, $"{coverage.Modes,5} modes{coverage.Kl,9:F4} KL");
}
