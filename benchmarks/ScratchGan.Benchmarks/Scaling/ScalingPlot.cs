using System.Text.Json;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace ScratchGan.Benchmarks.Scaling;

/// <summary>Four panels in one SVG file: milliseconds of one image against each size.</summary>
internal static class ScalingPlot
{
    private const int Width = 450;
    private const int Height = 300;
    private const int Columns = 2;

    public static void Save(string path, Measurements all)
    {
        ScalingAxis[] axes = Enum.GetValues<ScalingAxis>();
        using FileStream stream = File.Create(path);
        using var context = new SvgRenderContext(
            stream, Columns * Width, axes.Length / Columns * Height, isDocument: true, new PdfRenderContext(Width, Height, OxyColors.White), OxyColors.White);
        for (int panel = 0; panel < axes.Length; panel++)
        {
            PlotModel plot = Panel(all, axes[panel]);
            ((IPlotModel)plot).Update(updateData: true);
            ((IPlotModel)plot).Render(context, new OxyRect(panel % Columns * Width, panel / Columns * Height, Width, Height));
        }
        context.Complete();
    }

    private static PlotModel Panel(Measurements all, ScalingAxis axis)
    {
        IReadOnlyList<JsonElement> lines = ScalingTable.Lines(all, axis);
        var plot = new PlotModel { Background = OxyColors.White, DefaultFont = "sans-serif", Padding = new OxyThickness(16, 16, 24, 8) };
        var sizes = new CategoryAxis { Position = AxisPosition.Bottom, Title = ScalingTable.Title(axis), IsTickCentered = true, TickStyle = TickStyle.None };
        sizes.Labels.AddRange(lines.Select(line => line.GetProperty("value").ToString()));
        plot.Axes.Add(sizes);
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = "ms an image",
            AxisTitleDistance = 12,
            Minimum = 0,
            MaximumPadding = 0.1,
            MajorGridlineStyle = LineStyle.Dot,
        });
        var series = new LineSeries { Color = OxyColors.SteelBlue, MarkerType = MarkerType.Circle, MarkerSize = 4, StrokeThickness = 1.5 };
        series.Points.AddRange(lines.Select((line, i) => new DataPoint(i, line.GetProperty("millisecondsPerImage").GetDouble())));
        plot.Series.Add(series);
        return plot;
    }
}
