using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using ScratchGan.Gan.Monitoring;

namespace ScratchGan.Examples;

/// <summary>Curves over the steps, as SVG to stand in a page.</summary>
internal static class ReportPlot
{
    private const int Width = 460;
    private const int Height = 260;
    private static readonly OxyColor[] Colours = [OxyColors.SteelBlue, OxyColors.DarkOrange];

    /// <summary>Empty where there is nothing to draw.</summary>
    public static string Svg<TLine>(string title, IReadOnlyList<TLine> lines, params (string Name, Func<TLine, double> Value)[] curves)
        where TLine : IStepLine
    {
        if (lines.Count == 0)
            return "";
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = "sans-serif", Title = title, TitleFontSize = 13, TitleFontWeight = 400 };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "step", Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, MajorGridlineStyle = LineStyle.Dot });
        if (curves.Length > 1)
            plot.Legends.Add(new Legend { LegendPosition = LegendPosition.RightTop, LegendBackground = OxyColor.FromAColor(200, OxyColors.White) });
        for (int i = 0; i < curves.Length; i++)
        {
            var series = new LineSeries { Title = curves[i].Name, Color = Colours[i], StrokeThickness = 1.5, Decimator = Decimator.Decimate };
            series.Points.AddRange(lines.Select(line => new DataPoint(line.Step, curves[i].Value(line))).Where(point => double.IsFinite(point.Y)));
            plot.Series.Add(series);
        }
        using var stream = new MemoryStream();
        new SvgExporter { Width = Width, Height = Height }.Export(plot, stream);
        string svg = Encoding.UTF8.GetString(stream.ToArray());
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
    }
}
