using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using ScratchGan.Data;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>modes.svg: modes found (left) and KL from equal shares (right) over the steps, and the KL of real images.</summary>
internal static class ModesPlot
{
    private const int Width = 900;
    private const int Height = 450;
    private const string Modes = "modes";
    private const string Kl = "kl";

    public static void Save(string path, IReadOnlyList<Judgement> judgements, Coverage floor)
    {
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = "sans-serif", PlotMargins = new OxyThickness(70, 20, 70, 50) };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "step", Minimum = 0, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(Coloured(
            OxyColors.SteelBlue, new LinearAxis { Position = AxisPosition.Left, Key = Modes, Title = "modes found", Minimum = 0, Maximum = 1050 }));
        plot.Axes.Add(Coloured(
            OxyColors.DarkOrange,
            new LogarithmicAxis { Position = AxisPosition.Right, Key = Kl, Title = "KL", Minimum = 0.01, Maximum = 10, AxisTitleDistance = 16 }));
        plot.Series.Add(Curve(OxyColors.SteelBlue, Modes, judgements, line => line.Modes));
        plot.Series.Add(Curve(OxyColors.DarkOrange, Kl, judgements, line => line.Kl));
        plot.Annotations.Add(new LineAnnotation
        {
            Type = LineAnnotationType.Horizontal,
            Y = floor.Kl,
            YAxisKey = Kl,
            Color = OxyColors.DarkOrange,
            LineStyle = LineStyle.Dash,
            Text = "KL of real images",
            TextColor = OxyColors.DarkOrange,
            TextHorizontalAlignment = HorizontalAlignment.Left,
            TextLinePosition = 0.02,
            TextMargin = 8,
        });
        AtomicFile.Write(path, stream => new SvgExporter { Width = Width, Height = Height }.Export(plot, stream));
    }

    private static Axis Coloured(OxyColor colour, Axis axis)
    {
        axis.TextColor = axis.TitleColor = axis.TicklineColor = colour;
        return axis;
    }

    private static LineSeries Curve(OxyColor color, string axis, IReadOnlyList<Judgement> judgements, Func<Judgement, double> number)
    {
        var series = new LineSeries { Color = color, StrokeThickness = 2, YAxisKey = axis, MarkerType = MarkerType.Circle, MarkerSize = 3, MarkerFill = color };
        series.Points.AddRange(judgements.Select(line => new DataPoint(line.Step, number(line))));
        return series;
    }
}
