using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Ring;

/// <summary>Trains every seed, judges, reports.</summary>
internal static class Experiment
{
    /// <summary>Share of good samples that the short form must gain.</summary>
    private const double QuickGain = 0.3;

    /// <returns>whether what must be learnt was learnt: by the short form a gain, by the long one no more than numbers that are numbers</returns>
    /// <exception cref="DataException">the folder has the result of another run</exception>
    public static bool Run(Settings settings, TextWriter output)
    {
        if (settings.Out is string folder)
        {
            OutFolder.RequireNoResult(folder);
            Directory.CreateDirectory(folder);
        }
        using Device device = Device.Cpu(settings.Threads);
        GaussianMixture data = settings.Recipe.Data;
        float[] fresh = new float[2 * Training.Judged];
        data.Sample(settings.Seed, first: 1L << 32, fresh);
        MixtureQuality ceiling = MixtureQuality.Of(data, fresh);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{settings.Recipe.Name}: {data.Modes.Count} modes, {settings.Steps:N0} steps of {Recipe.Batch} points, {Training.Judged:N0} samples judged"));
        output.WriteLine($"{"the data itself",-20}{Text(ceiling)}");
        var results = new List<SeedResult>();
        for (int i = 0; i < settings.Seeds; i++)
        {
            ulong seed = settings.Seed + (ulong)i;
            results.Add(Train(device, settings, seed, i == 0));
            output.WriteLine($"{$"seed {seed}",-20}{Text(results[^1].After)}");
        }
        var report = new Report(settings, ceiling, results);
        output.WriteLine(report.Verdict());
        string json = report.Json();
        if (settings.Out is not null)
            OutFolder.KeepResult(settings.Out, json);
        output.WriteLine(json);
        return !settings.Quick || results.TrueForAll(result => result.After.HighQuality >= result.Before.HighQuality + QuickGain);
    }

    private static SeedResult Train(Device device, Settings settings, ulong seed, bool pictures)
    {
        using var training = new Training(device, settings.Recipe, settings.Steps, seed);
        Frames? frames = pictures && settings.Out is not null ? new Frames(settings.Out, settings.Recipe.Data, settings.Steps) : null;
        MixtureQuality before = training.Quality();
        frames?.Look(training);
        while (training.Step < settings.Steps)
        {
            training.Advance();
            frames?.Look(training);
        }
        frames?.Finish();
        return new SeedResult(seed, before, training.Quality());
    }

    private static string Text(MixtureQuality quality) => string.Create(
        CultureInfo.InvariantCulture, $"{quality.Modes,3} modes{100 * quality.HighQuality,8:F1} % within 3σ{quality.ReverseKl,9:F4} reverse KL");
}

/// <summary>What one training reached, and where it started.</summary>
internal sealed record SeedResult(ulong Seed, MixtureQuality Before, MixtureQuality After);
