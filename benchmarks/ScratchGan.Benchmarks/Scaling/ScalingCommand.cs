using System.CommandLine;
using ScratchGan.Engine;
using ScratchGan.Gan.Models;

namespace ScratchGan.Benchmarks.Scaling;

/// <summary>The time of a training step on the CPU against batch, image size, features and threads, one at a time.</summary>
internal static class ScalingCommand
{
    private const int Channels = 3;

    public static Command Command()
    {
        var quick = new Option<bool>("--quick") { Description = "small sizes: shows that everything runs" };
        Option<string?> output = CommonOptions.Output();
        var plot = new Option<string?>("--plot") { HelpName = "FILE", Description = "an SVG file of the time of one image" };
        var command = new Command("scaling", "a training step against batch, image size, features and threads") { quick, output, plot };
        command.SetAction(result => Run(
            result.GetValue(quick) ? ScalingPlan.Quick : ScalingPlan.Full, result.GetValue(plot),
            new ResultsFile(result.GetValue(output), CommandText.Of(result))));
        return command;
    }

    public static void Run(ScalingPlan plan, string? plot, ResultsFile results)
    {
        var known = new Dictionary<ScalingPoint, StepMeasurement>();
        foreach ((ScalingAxis axis, int[] values) in plan.Values)
            foreach (int value in values)
            {
                ScalingPoint point = plan.Usual.With(axis, value);
                if (!known.TryGetValue(point, out StepMeasurement? step))
                    known.Add(point, step = Measure(point, plan.Steps));
                results.Add(Line(axis, value, point, step));
            }
        results.Save();
        if (plot is not null)
            ScalingPlot.Save(plot, results.Measurements);
        results.Print(ScalingTable.Write);
    }

    private static StepMeasurement Measure(ScalingPoint point, int steps)
    {
        using var device = Device.Cpu(point.Threads);
        return StepMeasurement.Of(device, new DcganSizes(point.ImageSize, Channels, point.Features, StepMeasurement.Latent), point.Batch, steps);
    }

    private static object Line(ScalingAxis axis, int value, ScalingPoint point, StepMeasurement step) => new
    {
        name = "scaling",
        axis = axis.ToString(),
        value,
        batch = point.Batch,
        imageSize = point.ImageSize,
        features = point.Features,
        threads = point.Threads,
        medianMilliseconds = Math.Round(step.Time.Milliseconds, 2),
        spread = Math.Round(step.Time.Spread, 3),
        millisecondsPerImage = Math.Round(step.Time.Milliseconds / point.Batch, 3),
        gflops = Math.Round(step.GigaFlops, 1),
    };
}
