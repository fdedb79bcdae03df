using System.Globalization;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>
/// The lesson of R3GAN's table 1 (Huang et al. 2024) at a small size: what the relativistic form is for, and what R2 is for. Runs whose files are already in the
/// folder are not repeated, so several calls can share the work; each call ends with the table and the plot of all that is there.
/// </summary>
internal sealed class LessonProgram(Settings settings, LessonSettings lesson, TextWriter output)
{
    private const int GridSide = 8;
    private readonly LessonFolder _folder = new(settings.Out);

    public void Run()
    {
        _folder.Create();
        using Device device = Device.Cpu(settings.Threads);
        using var reader = new DigitReader(device);
        ClassHistogram real = reader.CountReal(LessonRun.Samples), allReal = reader.CountReal(LessonRun.LastSamples);
        output.WriteLine($"counted by {reader.Description}");
        foreach (Configuration configuration in lesson.Configurations)
            foreach (ulong seed in lesson.Seeds)
                if (_folder.Finished(configuration, seed, lesson.Steps) is null)
                    Train(device, reader, configuration, seed);

        LessonResult[] results = [.. Configuration.All.Select(configuration => new LessonResult(
            configuration, [.. LessonSettings.AllSeeds.Select(seed => _folder.Finished(configuration, seed, lesson.Steps)).OfType<IReadOnlyList<Measurement>>()]))];
        LessonPlot.Save(_folder.Plot, results, real.Found);
        output.WriteLine();
        output.WriteLine($"{"after " + lesson.Steps + " steps",-26}{"modes of 1000",-20}{"KL",-28}in the paper, at 32 pixels and more capacity");
        foreach (LessonResult result in results)
            output.WriteLine(result);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"real images",-26}{allReal.Found,-20}{allReal.KlFromUniform():F3}"));
        output.WriteLine(JsonSerializer.Serialize(new
        {
            steps = lesson.Steps,
            samples = LessonRun.LastSamples,
            real = new { modes = allReal.Found, kl = Math.Round(allReal.KlFromUniform(), 4) },
            configurations = results.Select(result => new
            {
                name = result.Configuration.Name,
                seeds = result.Ends.Select(end => new { seed = end.Seed, modes = end.Modes, kl = end.Kl }),
            }),
        }));
    }

    private void Train(Device device, DigitReader reader, Configuration configuration, ulong seed)
    {
        using var run = new LessonRun(device, configuration, seed, reader);
        IReadOnlyList<Measurement> found = run.Train(lesson.Steps, lesson.MeasureEvery, line => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{configuration.Title}, seed {seed}, step {line.Step}: {line.Modes} modes in {line.Samples} images, "
            + $"KL {line.Kl?.ToString("F3", CultureInfo.InvariantCulture) ?? "not finite"}")));
        if (!found[^1].Diverged)
            SampleGrid.Save(_folder.Picture(configuration, seed), run.Draw(GridSide * GridSide), reader.Images.Shape, GridSide, GridSide);
        _folder.Save(configuration, seed, found);
    }
}
