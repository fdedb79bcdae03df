using System.CommandLine;
using ScratchGan.Data;
using ScratchGan.Engine;
using ScratchGan.Gan.Metrics;

namespace ScratchGan.Examples.Shared;

/// <summary>What the command lines of the examples have in common; compiled into each.</summary>
internal static class CommandLine
{
    private const int BadInput = 2;

    /// <summary>Does what the arguments ask for; every failure that a user can cause or cure is one line on the error stream.</summary>
    /// <returns>the exit code</returns>
    public static int Run(this RootCommand command, string[] arguments)
    {
        ParseResult parsed = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Errors.Count == 0)
            {
                if (parsed.Action == command.Action && command.Options.FirstOrDefault(option => option.Name == OutFolder.Option) is Option<string> folder
                    && parsed.GetValue(folder) is string path)
                    OutFolder.RequireWritable(path);
                return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            }
            Console.Error.WriteLine(OneLine(Refusal.Of(parsed)));
        }
        catch (Exception failure)
            when (failure is DataException or MetricException or NonFiniteException or OutOfMemoryException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(OneLine(failure.Message));
        }
        return BadInput;
    }

    /// <summary>Refuses a smaller number.</summary>
    public static void AtLeast(this Option option, long least) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && long.TryParse(result.Tokens[0].Value, out long value) && value < least)
            result.AddError($"{option.Name}: expected at least {least}, found {value}");
    });

    private static string OneLine(string message) =>
        string.Join(' ', message.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
