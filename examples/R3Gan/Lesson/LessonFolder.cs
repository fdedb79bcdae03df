using System.Globalization;
using System.Text;
using System.Text.Json;
using ScratchGan.Data;

namespace ScratchGan.Examples.R3Gan.Lesson;

/// <summary>A file of JSON lines for each run, so that runs can go on side by side and a later call can draw what they found.</summary>
internal sealed class LessonFolder(string path)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public string Plot { get; } = Path.Combine(path, "lesson.svg");

    public string Picture(Configuration configuration, ulong seed) => Path.Combine(path, Name(configuration, seed, "png"));

    public void Create() => Directory.CreateDirectory(path);

    /// <summary>The measurements of a run that came to its end; null for one that has not been run, or not to its end.</summary>
    /// <exception cref="DataException">the file holds something else</exception>
    public IReadOnlyList<Measurement>? Finished(Configuration configuration, ulong seed, long steps)
    {
        string file = File(configuration, seed);
        if (!System.IO.File.Exists(file))
            return null;
        Measurement[] lines = [.. System.IO.File.ReadLines(file).Select((line, i) => Parsed(file, i + 1, line))];
        return lines.Length > 0 && (lines[^1].Step == steps || lines[^1].Diverged) ? lines : null;
    }

    public void Save(Configuration configuration, ulong seed, IReadOnlyList<Measurement> lines) => AtomicFile.Write(
        File(configuration, seed), Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => JsonSerializer.Serialize(line, Names) + "\n"))));

    private static Measurement Parsed(string file, int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Measurement>(line, Names) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new DataException($"{file}: expected a measurement of the lesson in line {number}, found something else: {error.Message}", error);
        }
    }

    private static string Name(Configuration configuration, ulong seed, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{configuration.Name}-{seed}.{kind}");

    private string File(Configuration configuration, ulong seed) => Path.Combine(path, Name(configuration, seed, "jsonl"));
}
