using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScratchGan.Data;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.Shared;

/// <summary>An option of a run, in the words of the command line.</summary>
/// <param name="Identity">what the value stands for where words are not enough: images may have moved, or changed in their place; null elsewhere</param>
internal sealed record RunOption(string Name, string Value, string? Identity = null)
{
    /// <summary>One without a value.</summary>
    public static RunOption Flag(string name, bool given) => new(name, given ? "true" : "false");
}

/// <summary>
/// Going on with a run: its folder keeps the options that determine its result, in options.json. Those that the command line leaves out are taken from there,
/// and a value that differs is refused in words that the user has typed, before the checkpoint is asked, which knows numbers only.
/// </summary>
internal static class Resumption
{
    private const string FileName = "options.json";

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Adds the options of the run that were not given.</summary>
    /// <param name="folder">of the run that is to go on; null for a new one</param>
    /// <exception cref="DataException">the folder's options cannot be read</exception>
    public static ParseResult CompletedFrom(this ParseResult parsed, string? folder)
    {
        if (folder is null)
            return parsed;
        IEnumerable<string> missing = Kept(folder)
            .Where(option => parsed.GetResult(option.Name) is not OptionResult { Implicit: false })
            .Select(option => $"{option.Name}={option.Value}");
        ParseResult completed = parsed.CommandResult.Command.Parse([.. parsed.Tokens.Select(token => token.Value), .. missing], parsed.Configuration);
        return completed.Errors.Count == 0 ? completed : throw Unreadable(folder, completed.Errors[0].Message);
    }

    /// <summary>The checkpoints of a folder; a run that is there is neither continued nor overwritten by accident.</summary>
    /// <exception cref="DataException">there is a run and none is to go on, or the other way round</exception>
    public static CheckpointFiles Checkpoints(string folder, bool resume)
    {
        var files = new CheckpointFiles(folder);
        if (resume != files.Any)
            throw new DataException(resume
                ? $"--resume: expected a checkpoint in {folder}, found none"
                : $"--out {folder}: expected a folder without a run, or --resume, found {files.Newest}");
        return files;
    }

    /// <summary>Refuses the first option that the run in the folder has another value of; a folder without its options has nothing against any.</summary>
    /// <exception cref="DataException">one differs, or the folder's options cannot be read</exception>
    public static void RequireOptionsOf(string folder, params ReadOnlySpan<RunOption> options)
    {
        Dictionary<string, RunOption> kept = Kept(folder).ToDictionary(option => option.Name);
        foreach (RunOption option in options)
        {
            if (!kept.TryGetValue(option.Name, out RunOption? own) || (own.Identity ?? own.Value) == (option.Identity ?? option.Value))
                continue;
            throw new DataException(own.Value != option.Value
                ? $"{option.Name}: expected {own.Value}, as the run in {folder} has, found {option.Value}"
                : $"{option.Name} {option.Value}: expected the images that the run in {folder} has, found others there");
        }
    }

    /// <summary>Writes the options that a run in this folder need not be told again.</summary>
    /// <exception cref="DataException">the file cannot be written</exception>
    public static void KeepOptions(string folder, params ReadOnlySpan<RunOption> options) =>
        AtomicFile.Write(Path.Combine(folder, FileName), [.. JsonSerializer.SerializeToUtf8Bytes(options.ToArray(), Readable), (byte)'\n']);

    private static RunOption[] Kept(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return [];
        try
        {
            RunOption[]? options = JsonSerializer.Deserialize<RunOption[]>(File.ReadAllBytes(path), Readable);
            bool whole = options is not null && options.All(option => option is { Name: not null, Value: not null })
                && options.DistinctBy(option => option.Name).Count() == options.Length;
            return whole ? options! : throw Unreadable(folder, "one without name or value, or twice");
        }
        catch (JsonException error)
        {
            throw Unreadable(folder, error.Message);
        }
    }

    private static DataException Unreadable(string folder, string found) =>
        new($"{Path.Combine(folder, FileName)}: expected the options of a run, found: {found}");
}
