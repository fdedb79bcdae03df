using System.Diagnostics;
using System.Globalization;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The whole evaluation: opens both sides, measures, reports.</summary>
internal static class Evaluation
{
    /// <exception cref="DataException">a side cannot be used; the message is for the user</exception>
    public static void Run(Settings settings, TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        if (settings.Out is not null)
            ScoreFiles.RequireOwn(settings.Out);
        string? classifier = settings.Classifier is null ? null : ScoreFiles.ClassifierIn(settings.Classifier);
        using Device device = Device.Cpu(settings.Threads);
        using Samples samples = OpenSamples(settings, device, output.WriteLine);
        using RealData real = RealData.Open(settings, samples.Shape.Width, samples.Shape.Channels, output.WriteLine);
        if (real.IsAllOf(samples.Identity))
            throw SameImages(settings);
        int count = CountOf(settings, samples, real);
        (MemoryDataset training, MemoryDataset reference, MemoryDataset fresh) = real.Parts(count, settings.TrainImages);
        output.WriteLine($"samples: {samples.Description}");
        output.WriteLine($"reference: {real.Summary.First()}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"judged: {count:N0} samples against {count:N0} real images {real.Origin}; the floor is {count:N0} fresh ones against the same"));

        var judged = new Judged(samples.Take(count, training, output.WriteLine), reference, fresh, training, real.Originals(count, training));
        using var classifiers = new Classifiers(settings, judged, device, output.WriteLine);
        if (classifier is not null)
            classifiers.Load(classifier);
        var measurements = new Measurements(settings, judged, device, classifiers, output.WriteLine);
        string text = measurements.Table.Text();
        output.WriteLine();
        output.WriteLine(text);
        string json = measurements.Table.Json(settings, samples.Shape, count, real.Name, Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));
        if (settings.Out is string folder)
        {
            Directory.CreateDirectory(folder);
            measurements.SaveEvidence(folder);
            AtomicFile.Write(Path.Combine(folder, ScoreFiles.Text), System.Text.Encoding.UTF8.GetBytes(text + "\n"));
            AtomicFile.Write(Path.Combine(folder, ScoreFiles.Json), System.Text.Encoding.UTF8.GetBytes(json + "\n"));
            MetricPlot.Save(Path.Combine(folder, ScoreFiles.Plot), measurements.Table);
        }
        output.WriteLine(json);
    }

    /// <summary>Image files are read in the reference's channels; a run has its own, and the reference is read in those.</summary>
    private static Samples OpenSamples(Settings settings, Device device, Action<string> report)
    {
        if (DatasetSource.FullName(settings.Samples) == DatasetSource.FullName(settings.Reference) && !DatasetSource.HasHeldOut(settings.Reference))
            throw SameImages(settings);
        return Samples.Open(settings, ChannelsOfReference, device, report);

        int ChannelsOfReference(int size)
        {
            using Dataset reference = DataOption.Open("--reference", settings.Reference, () => DatasetSource.Open(
                settings.Reference, new DatasetOptions(size) { Seed = settings.Seed, Report = report }));
            return reference.Shape.Channels;
        }
    }

    private static DataException SameImages(Settings settings) =>
        new($"--samples {settings.Samples}: expected other images than those of --reference {settings.Reference}, found the same");

    private static int CountOf(Settings settings, Samples samples, RealData real)
    {
        const int Least = SlicedWasserstein.LeastSamples;
        const string Why = "for the metric that needs fewest";
        int room = Array.MaxLength / samples.Shape.Count, most = Math.Min(Math.Min(samples.Count, real.MostJudged), room);
        if (samples.Count < Least)
            throw new DataException($"--samples {settings.Samples}: expected at least {Least} images, {Why}, found {samples.Count}");
        if (real.MostJudged < Least)
            throw new DataException(
                $"--reference {settings.Reference}: expected enough real images to judge {Least} samples by, {Why}, found enough for {real.MostJudged}");
        int count = settings.Count ?? Math.Min(settings.CountByDefault, most);
        if (count < Least)
            throw new DataException($"--count: expected at least {Least}, {Why}, found {count}");
        if (count > room)
            throw new DataException($"--count: expected at most {room} images of {samples.Shape}, which are all that can be held in memory, found {count}");
        if (count > most)
            throw new DataException(
                $"--count: expected at most {most}, found {count}: there are {(samples.Count == int.MaxValue ? "any number of" : samples.Count)} samples, "
                + $"and {real.Name} has enough real images for {real.MostJudged}");
        return count;
    }
}

/// <summary>The images of an evaluation; no real image that is judged with is in two of the sets.</summary>
/// <param name="Originals">what samples may be copies of</param>
internal sealed record Judged(MemoryDataset Samples, MemoryDataset Reference, MemoryDataset Fresh, MemoryDataset Training, MemoryDataset Originals);
