using ScratchGan.Gan.Models;

namespace ScratchGan.Examples.Conditional;

/// <summary>The ways of telling the networks the class, as the command line names them.</summary>
internal static class Conditions
{
    public static IReadOnlyDictionary<string, Condition> Words { get; } = new Dictionary<string, Condition>
    {
        ["concatenation"] = Condition.Concatenation,
        ["projection"] = Condition.Projection,
        ["batch-norm"] = Condition.BatchNorm,
        ["auxiliary"] = Condition.Auxiliary,
    };

    public static string Word(this Condition condition) => Words.First(entry => entry.Value == condition).Key;
}
