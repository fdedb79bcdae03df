using System.Diagnostics;
using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Conditional;

/// <summary>Trains, looks now and then, judges at the end.</summary>
internal static class Experiment
{
    /// <summary>The short form must bring the share of samples that are read as the class asked for this part of the way to 1.</summary>
    private const double QuickGain = 0.2;

    private const int Columns = 10;

    /// <returns>whether what must be learnt was learnt: by the short form a gain, by the long one no more than numbers that are numbers</returns>
    /// <exception cref="DataException">data or checkpoint cannot be used</exception>
    public static bool Run(Settings settings, TextWriter output)
    {
        using LabelledData data = LabelledData.Open(settings, output.WriteLine);
        using Device device = Device.Cpu(settings.Threads);
        using var training = new Training(device, settings, data.Training);
        CheckpointFiles? files = Files(settings);
        RunOption[] options = settings.Options(data.Training);
        if (settings.Resume)
        {
            Resumption.RequireOptionsOf(settings.Out!, options);
            training.Load(files!, output.WriteLine);
        }
        if (settings.Out is not null)
            Resumption.KeepOptions(settings.Out, options);
        output.WriteLine($"{data.Training.Summary[0]}: {string.Join(", ", data.ClassNames)}");
        using var judge = new Judge(device, settings, data);
        double after;
        Look();
        double before = settings.Resume ? Untrained() : after;
        while (training.Step < settings.Steps)
        {
            training.Advance();
            if (training.Step % settings.LookEvery != 0 && training.Step != settings.Steps)
                continue;
            if (files is not null)
                training.Save(files);
            Look();
        }
        MetricResult use = judge.Use(training);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a classifier that learns from {judge.TrainingImages:N0} real images is right about {100 * use.Floor:F2} % of {judge.TestImages:N0} real test "
            + $"images, one that learns from as many generated ones about {100 * use.Value:F2} %: a gap of {100 * (use.Floor - use.Value):F2} points"));
        double? cpuSeconds = settings.Resume ? null : Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        string json = Result.Json(settings, data, judge, before, after, use, cpuSeconds);
        if (settings.Out is string folder)
            OutFolder.KeepResult(folder, json);
        output.WriteLine(json);
        return !settings.Quick || after >= before + QuickGain * (1 - before);

        double Untrained()
        {
            using var untrained = new Training(device, settings, data.Training);
            return judge.Agreement(untrained);
        }

        void Look()
        {
            after = judge.Agreement(training);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"step {training.Step,6} of {settings.Steps}: {100 * after,5:F1} % of samples are read as the class asked for"));
            if (settings.Out is string folder)
                training.SaveRows(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"samples-{training.Step:D6}.png")), Columns);
        }
    }

    /// <summary>Of a folder that is there from now on.</summary>
    private static CheckpointFiles? Files(Settings settings)
    {
        if (settings.Out is not string folder)
            return settings.Resume ? throw new DataException("--resume: expected a folder with a checkpoint in --out, found no --out") : null;
        CheckpointFiles files = Resumption.Checkpoints(folder, settings.Resume);
        Directory.CreateDirectory(folder);
        return files;
    }
}
