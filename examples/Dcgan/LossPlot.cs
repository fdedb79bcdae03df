using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScratchGan.Data;

namespace ScratchGan.Examples;

/// <summary>losses.svg: both losses over the steps.</summary>
internal static class LossPlot
{
    private const int Width = 900;
    private const int Height = 450;

    public static void Save(string path, IReadOnlyList<StepStatistics> lines)
    {
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = "sans-serif" };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "step", Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "loss", MajorGridlineStyle = LineStyle.Dot });
        // Texts are measured with a narrow font; short names and a wide padding leave room for the one that the viewer has.
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.RightTop,
            LegendBackground = OxyColor.FromAColor(200, OxyColors.White),
            LegendPadding = 20,
            LegendLineSpacing = 8,
        });
        plot.Series.Add(Curve("loss of D", OxyColors.SteelBlue, lines, line => line.DiscriminatorLoss));
        plot.Series.Add(Curve("loss of G", OxyColors.DarkOrange, lines, line => line.GeneratorLoss));
        AtomicFile.Write(path, stream => new SvgExporter { Width = Width, Height = Height }.Export(plot, stream));
    }

    private static LineSeries Curve(string title, OxyColor color, IReadOnlyList<StepStatistics> lines, Func<StepStatistics, double> loss)
    {
        // The decimator keeps a long run's curve to a few points a pixel column.
        var series = new LineSeries { Title = title, Color = color, StrokeThickness = 1.5, Decimator = Decimator.Decimate };
        series.Points.AddRange(lines.Select(line => new DataPoint(line.Step, loss(line))));
        return series;
    }
}
