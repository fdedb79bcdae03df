using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>The result in one line.</summary>
internal static class Report
{
    public static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(Settings settings, Judge judge, IReadOnlyList<Judgement> judgements) => JsonSerializer.Serialize(
        new
        {
            name = "stacked-mnist",
            data = $"stacked {judge.Classifier.Origin.Data}",
            seed = settings.Seed,
            steps = judgements[^1].Step,
            batch = Recipe.Batch,
            judged = settings.Recipe.Judged,
            classifier = new { name = judge.Classifier.Name, hash = judge.Classifier.WeightsHash, accuracy = Math.Round(judge.Accuracy, 4) },
            floor = new { modes = judge.Floor.Modes, kl = Math.Round(judge.Floor.Kl, 4) },
            modes = judgements[^1].Modes,
            kl = judgements[^1].Kl,
            seconds = judgements[^1].Seconds,
            threads = settings.Threads,
            judgements,
        },
        Plain);
}
