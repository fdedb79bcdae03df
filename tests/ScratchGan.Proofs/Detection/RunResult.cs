using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScratchGan.Proofs.Detection;

/// <summary>What the detectors said of one training: one line of the results.</summary>
/// <param name="Began">steps before the failure; of a healthy training null</param>
/// <param name="Answer">the first alarm that is a right answer; null when there was none</param>
/// <param name="Alarms">all of them, those before the failure included</param>
/// <param name="Outcome">how good the generator was in the end</param>
internal sealed record RunResult(
    string Scene, Failure Failure, ulong Seed, int Steps, int? Began, Alarm? Answer, IReadOnlyList<Alarm> Alarms, string Outcome)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Steps from the failure to the right answer, in parts of the run; null without one.</summary>
    [JsonIgnore]
    internal double? Delay => Answer is null ? null : (double)(Answer.Step - Began!.Value) / Steps;

    /// <summary>One line.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Options);

    internal bool IsOf(IScene scene, Failure failure, ulong seed) => (Scene, Failure, Seed, Steps) == (scene.Name, failure, seed, scene.Steps);

    /// <returns>null when the line is not whole</returns>
    internal static RunResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunResult>(line, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
