using System.CommandLine;

namespace ScratchGan.Benchmarks;

/// <summary>How to measure again what was measured: the command line without the files that it writes to.</summary>
internal static class CommandText
{
    private static readonly string[] Files = ["--output", "--plot"];

    public static string Of(ParseResult result) => Of(result.Tokens.Select(token => token.Value));

    public static string Of(IEnumerable<string> arguments)
    {
        List<string> kept = [];
        bool isFile = false;
        foreach (string argument in arguments)
        {
            if (!isFile && !Files.Contains(argument))
                kept.Add(argument.Any(character => character is ' ' or '*' or '?') ? $"'{argument}'" : argument);
            isFile = Files.Contains(argument);
        }
        return string.Join(' ', kept);
    }
}
