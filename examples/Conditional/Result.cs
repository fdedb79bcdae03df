using System.Text.Encodings.Web;
using System.Text.Json;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Conditional;

/// <summary>The line that the program ends with.</summary>
internal static class Result
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="before">share of samples read as the class asked for, before the first step</param>
    /// <param name="after">the same after the last</param>
    /// <param name="cpuSeconds">of all threads of the process; null where others took steps before it</param>
    public static string Json(Settings settings, LabelledData data, Judge judge, double before, double after, MetricResult use, double? cpuSeconds) =>
        JsonSerializer.Serialize(
            new
            {
                name = "conditional",
                data = data.Training.Name,
                condition = settings.Condition.Word(),
                imageSize = settings.ImageSize,
                classes = data.ClassNames.Count,
                steps = settings.Steps,
                seed = settings.Seed,
                agreementBefore = Math.Round(before, 4),
                agreement = Math.Round(after, 4),
                trainingImages = judge.TrainingImages,
                testImages = judge.TestImages,
                realAccuracy = Math.Round(use.Floor, 4),
                syntheticAccuracy = Math.Round(use.Value, 4),
                gap = Math.Round(use.Floor - use.Value, 4),
                cpuSeconds = cpuSeconds is double time ? Math.Round(time) : (double?)null,
            },
            Plain);
}
