using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScratchGan.Data;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>lesson.svg: modes over steps, a thin line for each seed and a thick one for their mean. The untrained network, with next to none, is left out.</summary>
internal static class LessonPlot
{
    private const int Width = 900;
    private const int Height = 480;
    private const byte Faint = 110;
    private static readonly OxyColor[] Colours = [OxyColors.SteelBlue, OxyColors.DarkOrange, OxyColors.Firebrick];

    public static void Save(string path, IReadOnlyList<LessonResult> results, int real)
    {
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = "sans-serif" };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "step", Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = $"modes found in {LessonRun.Samples} images",
            MajorGridlineStyle = LineStyle.Dot,
        });
        // Texts are measured with a narrow font; wide spaces leave room for the one that the viewer has.
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 60,
            LegendPadding = 20,
        });
        for (int i = 0; i < results.Count; i++)
        {
            OxyColor colour = Colours[i];
            foreach (IReadOnlyList<Measurement> run in results[i].Runs)
                plot.Series.Add(Curve(null, OxyColor.FromAColor(Faint, colour), 1, Points(run)));
            if (results[i].Runs.Count > 0)
                plot.Series.Add(Curve(results[i].Configuration.Title, colour, 3, Mean([.. results[i].Runs.Select(Points)])));
        }
        double end = results.SelectMany(result => result.Runs).Max(run => run[^1].Step);
        LineSeries ceiling = Curve("real", OxyColors.Gray, 1.5, [new DataPoint(0, real), new DataPoint(end, real)]);
        ceiling.LineStyle = LineStyle.Dash;
        plot.Series.Add(ceiling);
        AtomicFile.Write(path, stream => new SvgExporter { Width = Width, Height = Height }.Export(plot, stream));
    }

    private static DataPoint[] Points(IReadOnlyList<Measurement> run) =>
        [.. run.Where(line => line.Samples == LessonRun.Samples && line.Step > 0).Select(line => new DataPoint(line.Step, line.Modes))];

    /// <summary>At each step of the longest run; a run that diverged has no modes from there on.</summary>
    private static IEnumerable<DataPoint> Mean(IReadOnlyList<DataPoint[]> runs) => runs.MaxBy(run => run.Length)!.Select((point, i) =>
        new DataPoint(point.X, runs.Average(run => i < run.Length ? run[i].Y : 0)));

    private static LineSeries Curve(string? title, OxyColor colour, double thickness, IEnumerable<DataPoint> points)
    {
        var series = new LineSeries { Title = title, Color = colour, StrokeThickness = thickness, RenderInLegend = title is not null };
        series.Points.AddRange(points);
        return series;
    }
}
