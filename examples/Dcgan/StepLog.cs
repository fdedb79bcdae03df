using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScratchGan.Data;
using ScratchGan.Gan.Monitoring;

namespace ScratchGan.Examples;

/// <summary>A .jsonl file of a run: one object a line. A line that cannot be written whole is taken back; one torn by a kill goes when the run goes on.</summary>
internal sealed class StepLog<TLine> : IDisposable
    where TLine : class, IStepLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly string _path;
    private readonly List<TLine> _lines = [];
    private readonly FileStream _stream;

    /// <summary>Opens or creates the file, and drops lines later than <paramref name="lastStep"/> and lines that are not whole.</summary>
    public StepLog(string path, long lastStep)
    {
        _path = path;
        try
        {
            if (File.Exists(path))
                Trim(lastStep);
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _stream.Position = _stream.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(error);
        }
    }

    public IReadOnlyList<TLine> Lines => _lines;

    /// <summary>The whole lines of a file; none when it is not there.</summary>
    public static IReadOnlyList<TLine> Read(string path) => File.Exists(path) ? [.. WholeLines(File.ReadAllText(path, Encoding.UTF8))] : [];

    public void Append(TLine line)
    {
        long length = _stream.Length;
        try
        {
            _stream.Write(Encoded(line));
        }
        catch (IOException error)
        {
            _stream.SetLength(length);
            throw Unwritable(error);
        }
        _lines.Add(line);
    }

    /// <summary>Drops the lines later than a step.</summary>
    public void CutBack(long lastStep)
    {
        _lines.RemoveAll(line => line.Step > lastStep);
        _stream.SetLength(_lines.Sum(line => (long)Encoded(line).Length));
        _stream.Position = _stream.Length;
    }

    /// <summary>Waits until the lines are on the disk, so that no checkpoint is there without the lines before it.</summary>
    public void Flush()
    {
        try
        {
            _stream.Flush(flushToDisk: true);
        }
        catch (IOException error)
        {
            throw Unwritable(error);
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Trim(long lastStep)
    {
        string text = File.ReadAllText(_path, Encoding.UTF8);
        _lines.AddRange(WholeLines(text).Where(line => line.Step <= lastStep));
        byte[] kept = [.. _lines.SelectMany(Encoded)];
        if (!kept.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)))
            AtomicFile.Write(_path, kept);
    }

    private static IEnumerable<TLine> WholeLines(string text) => text.Split('\n').Select(Parse).OfType<TLine>();

    private static TLine? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<TLine>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Encoded(TLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, Json), (byte)'\n'];

    private RunException Unwritable(Exception error) => new($"{_path}: cannot be written: {error.Message}", Application.Failed);
}
