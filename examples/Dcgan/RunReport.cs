using System.Globalization;
using System.Net;
using System.Text;
using ScratchGan.Data;
using ScratchGan.Gan.Monitoring;
using ScratchGan.Gan.Reports;

namespace ScratchGan.Examples;

/// <summary>
/// What a run leaves for people: report.html, one file with everything in it (settings, curves, samples to scrub through, what the detectors found, how to do it again), and the
/// same numbers and pictures for TensorBoard.
/// </summary>
internal sealed class RunReport(RunFolder folder, RunSettings settings, string machine)
{
    private const string TensorBoardName = "events.out.tfevents.0000000000.run";

    /// <summary>Of a long run so many sample grids are shown, spread evenly.</summary>
    private const int MostSamples = 20;

    public static string TensorBoardPath(string run) => Path.Combine(run, TensorBoardName);

    public void Write(
        IReadOnlyList<StepStatistics> statistics, IReadOnlyList<Observation> observations, IReadOnlyList<CheckpointMetric> metrics, IReadOnlyList<RunEvent> events)
    {
        IReadOnlyList<(long Step, byte[] Png)> samples = Samples();
        WriteTensorBoard(statistics, observations, metrics, samples);
        var html = new StringBuilder(Head);
        html.Append(Text($"<h1>{Encoded(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path))))}</h1>"));
        html.Append(Text($"<p>{Encoded(machine)}</p>"));
        if (samples.Count > 0)
            html.Append(Scrubber(samples));
        html.Append("<h2>Detectors</h2>").Append(Verdicts(observations, metrics, events));
        html.Append("<h2>Curves</h2>");
        html.Append(ReportPlot.Svg("loss", statistics, ("D", line => line.DiscriminatorLoss), ("G", line => line.GeneratorLoss)));
        html.Append(ReportPlot.Svg("share that D is right about", statistics, ("real", line => line.AccuracyOnReal), ("generated", line => line.AccuracyOnFake)));
        html.Append(ReportPlot.Svg(
            "distance to held-out images", metrics, ("generated", line => line.SlicedWasserstein), ("real", line => line.Floor)));
        html.Append(ReportPlot.Svg("variety of generated images, real ones = 1", observations, ("variety", line => line.Variety)));
        html.Append(ReportPlot.Svg(
            "length of the gradient", observations, ("D", line => line.DiscriminatorGradient), ("G", line => line.GeneratorGradient)));
        html.Append(ReportPlot.Svg("slope of D", observations, ("at real", line => line.SlopeOnReal), ("at generated", line => line.SlopeOnFake)));
        html.Append("<h2>Settings, and how to do it again</h2><pre>").Append(Encoded(Command())).Append("</pre><table>");
        foreach (Setting setting in RunSettings.All)
            html.Append(Text($"<tr><td>{setting.Option}</td><td>{Encoded(setting.Write(settings) ?? setting.Unset)}</td></tr>"));
        html.Append("</table><p>The same seed and settings give the same pictures, bit for bit, on the same machine.</p></body></html>\n");
        AtomicFile.Write(folder.Report, Encoding.UTF8.GetBytes(html.ToString()));
    }

    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>ScratchGan run</title><style>
        body{font:15px/1.5 sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222}
        img{image-rendering:pixelated;width:32rem;max-width:100%}td{padding:0 1rem 0 0}
        pre{background:#f3f3f3;padding:.6rem;overflow:auto}.bad{color:#a00}
        </style></head><body>
        """;

    private void WriteTensorBoard(
        IReadOnlyList<StepStatistics> statistics, IReadOnlyList<Observation> observations, IReadOnlyList<CheckpointMetric> metrics,
        IReadOnlyList<(long Step, byte[] Png)> samples)
    {
        var file = new TensorBoardFile();
        var seconds = new SortedList<long, double>(statistics.ToDictionary(line => line.Step, line => line.Seconds));
        foreach (StepStatistics line in statistics)
        {
            file.AddScalar("loss/discriminator", line.Step, line.Seconds, line.DiscriminatorLoss);
            file.AddScalar("loss/generator", line.Step, line.Seconds, line.GeneratorLoss);
            file.AddScalar("accuracy/real", line.Step, line.Seconds, line.AccuracyOnReal);
            file.AddScalar("accuracy/generated", line.Step, line.Seconds, line.AccuracyOnFake);
            file.AddScalar("images per second", line.Step, line.Seconds, (float)line.ImagesPerSecond);
        }
        foreach (Observation line in observations)
        {
            file.AddScalar("monitor/variety", line.Step, Time(line.Step), (float)line.Variety);
            file.AddScalar("monitor/gradient of D", line.Step, Time(line.Step), (float)line.DiscriminatorGradient);
            file.AddScalar("monitor/gradient of G", line.Step, Time(line.Step), (float)line.GeneratorGradient);
        }
        foreach (CheckpointMetric line in metrics)
            file.AddScalar("distance to held-out images", line.Step, Time(line.Step), (float)line.SlicedWasserstein);
        foreach ((long step, byte[] png) in samples)
        {
            (int width, int height, _) = ImageFile.Probe(png);
            file.AddImage("samples", step, Time(step), png, width, height);
        }
        file.Save(TensorBoardPath(folder.Path));

        // Seconds of training at the last line up to a step.
        double Time(long step) => seconds.TryGetValue(step, out double time) ? time : seconds.LastOrDefault(entry => entry.Key <= step).Value;
    }

    private IReadOnlyList<(long Step, byte[] Png)> Samples()
    {
        (long Step, string Path)[] all = [.. folder.AllSamples().OrderBy(sample => sample.Step)];
        int every = Math.Max(1, (all.Length + MostSamples - 1) / MostSamples);
        return [.. all.Where((_, i) => i % every == 0 || i == all.Length - 1).Select(sample => (sample.Step, File.ReadAllBytes(sample.Path)))];
    }

    private static string Scrubber(IReadOnlyList<(long Step, byte[] Png)> samples)
    {
        var html = new StringBuilder("<h2>Samples</h2><p>step <output id=\"step\"></output></p>");
        html.Append(Text($"<input type=\"range\" id=\"scrub\" min=\"0\" max=\"{samples.Count - 1}\" value=\"{samples.Count - 1}\" style=\"width:32rem;max-width:100%\">"));
        html.Append("<p><img id=\"sample\" alt=\"samples on fixed latents\"></p><script>const samples=[");
        html.AppendJoin(',', samples.Select(sample => Text($"[{sample.Step},\"data:image/png;base64,{Convert.ToBase64String(sample.Png)}\"]")));
        return html.Append(
            "];const scrub=document.getElementById('scrub');scrub.oninput=()=>{const [step,image]=samples[scrub.value];"
            + "document.getElementById('sample').src=image;document.getElementById('step').value=step};scrub.oninput();</script>").ToString();
    }

    private static string Verdicts(IReadOnlyList<Observation> observations, IReadOnlyList<CheckpointMetric> metrics, IReadOnlyList<RunEvent> events)
    {
        var html = new StringBuilder();
        Observation[] history = [.. observations];
        html.Append(Text($"<p>{Encoded(StopRule.Of(history, [.. metrics.Select(line => line.SlicedWasserstein)]).ToString())}</p>"));
        if (metrics.LastOrDefault(line => line.Best) is CheckpointMetric best)
            html.Append(Text(
                $"<p>best checkpoint: step {best.Step}, distance to held-out images {best.SlicedWasserstein:F4} (real ones {best.Floor:F4})</p>"));
        if (events.Count == 0)
            html.Append("<p>no detector had a concern</p>");
        foreach (RunEvent line in events)
            html.Append(Text(
                $"<p class=\"{(line.Concern.IsFailure() ? "bad" : "")}\">step {line.Found}: {Encoded(line.Text)}: {Encoded(line.Concern.Meaning())}; to try: {Encoded(line.Concern.Advice())}</p>"));
        return html.Append("<p>Not looked at: how often each class is drawn, since the networks know no classes.</p>").ToString();
    }

    /// <summary>The settings that were not left at their defaults need not be told from the others: all are named.</summary>
    private string Command() => OwnCommand.Text + string.Concat(
        RunSettings.All.Where(setting => setting.Write(settings) is not null).Select(setting => $" {setting.Option} {setting.Write(settings)}"));

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
