using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScratchGan.Data;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Evaluate;

/// <summary>
/// metrics.svg: for each metric a bar of the samples and one of fresh real images, in parts of the longer of the two, with the numbers behind them.
/// </summary>
internal static class MetricPlot
{
    private const int Width = 1000;
    private const int RowHeight = 46;
    private const int Frame = 120;

    public static void Save(string path, MetricTable table)
    {
        MetricResult[] rows = [.. table.Results.Reverse()];
        var plot = new PlotModel
        {
            Background = OxyColors.White,
            DefaultFont = "sans-serif",
            Title = table.Classifier is { } classifier ? $"features of {classifier.Name}" : "on pixels alone",
            TitleFontSize = 13,
            TitlePadding = 14,
            Padding = new OxyThickness(8, 24, 8, 8),
            // Texts are measured with a narrow font; fixed margins leave room for the one that the viewer has.
            PlotMargins = new OxyThickness(290, double.NaN, double.NaN, double.NaN),
            PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 0),
        };
        var names = new CategoryAxis { Position = AxisPosition.Left, Key = "names", GapWidth = 0.4, TicklineColor = OxyColors.Transparent };
        names.Labels.AddRange(rows.Select(row => $"{row.Name.Split('[')[0]}, {row.Better.ToString().ToLowerInvariant()} is better"));
        plot.Axes.Add(names);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Key = "share", Minimum = 0, Maximum = 1.3, IsAxisVisible = false });
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.BottomCenter,
            LegendPlacement = LegendPlacement.Outside,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 60,
            LegendPadding = 20,
        });
        // Bars of one category are stacked upwards: the last series is the upper one.
        plot.Series.Add(Bars("fresh real images", OxyColors.DarkSeaGreen, rows, row => row.Floor));
        plot.Series.Add(Bars("samples", OxyColors.SteelBlue, rows, row => row.Value));
        for (int i = 0; i < rows.Length; i++)
        {
            plot.Annotations.Add(Number(i - 0.23, rows[i], rows[i].Floor));
            plot.Annotations.Add(Number(i + 0.13, rows[i], rows[i].Value));
        }
        AtomicFile.Write(path, stream => new SvgExporter { Width = Width, Height = Frame + RowHeight * Math.Max(1, rows.Length) }.Export(plot, stream));
    }

    private static BarSeries Bars(string title, OxyColor colour, MetricResult[] rows, Func<MetricResult, double> number)
    {
        var bars = new BarSeries { Title = title, FillColor = colour, XAxisKey = "share", YAxisKey = "names" };
        bars.Items.AddRange(rows.Select(row => new BarItem(Length(row, number(row)))));
        return bars;
    }

    /// <summary>An estimate without bias may lie a little below 0; its bar is empty.</summary>
    private static double Length(MetricResult row, double number)
    {
        double longest = Math.Max(row.Value, row.Floor);
        return longest > 0 ? Math.Max(0, number) / longest : 0;
    }

    private static TextAnnotation Number(double place, MetricResult row, double number) => new()
    {
        Text = MetricTable.Number(number),
        TextPosition = new DataPoint(Length(row, number) + 0.01, place),
        TextHorizontalAlignment = HorizontalAlignment.Left,
        TextVerticalAlignment = VerticalAlignment.Middle,
        Stroke = OxyColors.Transparent,
        FontSize = 11,
        XAxisKey = "share",
        YAxisKey = "names",
    };
}
