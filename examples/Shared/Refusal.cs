using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace ScratchGan.Examples.Shared;

/// <summary>
/// What is wrong with a command line: the option, what was expected, what was found. The parser's own words name types of .NET, and leave out one or the other.
/// </summary>
internal static class Refusal
{
    /// <summary>Of several faults the first; a word that belongs nowhere comes before all others, since it may be the misspelt cause of them.</summary>
    public static string Of(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is [string word, ..])
            return $"{word}: expected one of the options that --help lists, found {(word.StartsWith('-') ? "an unknown one" : "a word that belongs to none")}";
        ParseError error = parsed.Errors[0];
        OptionResult? result = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        return result is null || error.Message.StartsWith($"{result.Option.Name}:", StringComparison.Ordinal)
            ? error.Message
            : $"{result.Option.Name}: expected {(result.Tokens.Count > 1 ? "one value" : Expected(result.Option))}, found {Found(result)}";
    }

    private static string Expected(Option option)
    {
        string[] choices = [.. option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label)];
        if (choices.Length > 0)
            return $"one of {string.Join(", ", choices)}";
        return (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) switch
        {
            Type type when type == typeof(int) => $"a whole number of at most {int.MaxValue}",
            Type type when type == typeof(long) => $"a whole number of at most {long.MaxValue}",
            Type type when type == typeof(ulong) => $"a whole number from 0 to {ulong.MaxValue}",
            _ => "a value as --help describes it",
        };
    }

    private static string Found(OptionResult result) => result.Tokens.Count == 0 ? "nothing" : string.Join(" and ", result.Tokens.Select(token => token.Value));
}
