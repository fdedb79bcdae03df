using System.Text;
using System.Text.Json;
using ScratchGan.Data;

namespace ScratchGan.Examples.R3Gan;

/// <summary>Distance of drawn images to held-out ones at a step.</summary>
internal sealed record DistanceAt(long Step, double Distance);

/// <summary>metrics.jsonl: how the distance fell.</summary>
internal sealed class Progress(string path)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly List<DistanceAt> _lines = [];

    public IReadOnlyList<DistanceAt> Lines => _lines;

    /// <summary>Takes over the lines that a training left, up to the step of its checkpoint.</summary>
    public void Load(long step)
    {
        if (!File.Exists(path))
            return;
        try
        {
            _lines.AddRange(File.ReadLines(path).Select(line => JsonSerializer.Deserialize<DistanceAt>(line, Names)!).Where(line => line.Step <= step));
        }
        catch (JsonException error)
        {
            throw new DataException($"{path}: expected lines of step and distance, found something else: {error.Message}", error);
        }
    }

    public void Append(DistanceAt line)
    {
        _lines.Add(line);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(_lines.Select(each => JsonSerializer.Serialize(each, Names) + "\n"))));
    }
}
