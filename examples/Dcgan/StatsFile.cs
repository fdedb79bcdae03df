using System.Text;
using System.Text.Json;
using ScratchGan.Data;

namespace ScratchGan.Examples;

/// <summary>One line of stats.jsonl.</summary>
/// <param name="Step">steps taken, this one included</param>
/// <param name="ImagesPerSecond">since the line before</param>
/// <param name="Seconds">spent on training since step 0, over all sittings; pictures and checkpoints are not counted</param>
internal sealed record StepStatistics(
    long Step, float DiscriminatorLoss, float GeneratorLoss, float AccuracyOnReal, float AccuracyOnFake, double ImagesPerSecond, double Seconds);

/// <summary>stats.jsonl: one object a line. A line that cannot be written whole is taken back.</summary>
internal sealed class StatsFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly string _path;
    private readonly List<StepStatistics> _lines = [];
    private readonly FileStream _stream;

    /// <summary>Opens or creates the file, and drops lines later than <paramref name="lastStep"/> and lines that are not whole.</summary>
    public StatsFile(string path, long lastStep)
    {
        _path = path;
        try
        {
            if (File.Exists(path))
                Trim(lastStep);
            _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    public IReadOnlyList<StepStatistics> Lines => _lines;

    public void Append(StepStatistics statistics)
    {
        long length = _stream.Length;
        try
        {
            _stream.Write(Encoded(statistics));
        }
        catch (IOException error)
        {
            _stream.SetLength(length);
            throw Unwritable(error);
        }
        _lines.Add(statistics);
    }

    public void Dispose() => _stream.Dispose();

    private void Trim(long lastStep)
    {
        string text = File.ReadAllText(_path, Encoding.UTF8);
        foreach (string line in text.Split('\n'))
            if (Parse(line) is StepStatistics statistics && statistics.Step <= lastStep)
                _lines.Add(statistics);
        byte[] kept = [.. _lines.SelectMany(Encoded)];
        if (!kept.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)))
            AtomicFile.Write(_path, kept);
    }

    private static StepStatistics? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<StepStatistics>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Encoded(StepStatistics statistics) => [.. JsonSerializer.SerializeToUtf8Bytes(statistics, Json), (byte)'\n'];

    private RunException Unwritable(Exception error) => new($"{_path}: cannot be written: {error.Message}", Application.Failed);
}
