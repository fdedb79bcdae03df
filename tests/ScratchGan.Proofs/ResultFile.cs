using System.Text;

namespace ScratchGan.Proofs;

/// <summary>
/// Results, one a line, of a series that may be interrupted: what is there is not done again. Threads share it, and several processes the file, each with
/// trainings of its own: what another one adds is not looked for.
/// </summary>
/// <typeparam name="TResult">writes itself as a line</typeparam>
internal sealed class ResultFile<TResult>
    where TResult : class
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string? _path;
    private readonly List<TResult> _results = [];
    private readonly Lock _lock = new();

    /// <param name="path">null for none</param>
    /// <param name="parse">gives null for a line that is not whole, as an interruption may leave it</param>
    internal ResultFile(string? path, Func<string, TResult?> parse)
    {
        _path = path;
        if (path is null)
            return;
        using var reader = new StreamReader(Open(path));
        _results.AddRange(reader.ReadToEnd().Split('\n').Select(parse).OfType<TResult>());
    }

    internal TResult? Find(Predicate<TResult> match)
    {
        lock (_lock)
            return _results.Find(match);
    }

    internal void Add(params IReadOnlyList<TResult> results)
    {
        lock (_lock)
        {
            _results.AddRange(results);
            if (_path is null)
                return;
            using FileStream stream = Open(_path);
            // A line that is not whole must not swallow the next.
            stream.Seek(-Math.Min(1, stream.Length), SeekOrigin.End);
            if (stream.ReadByte() is not (-1 or '\n'))
                stream.WriteByte((byte)'\n');
            stream.Write(Encoding.UTF8.GetBytes(string.Concat(results.Select(result => $"{result}\n"))));
        }
    }

    private static FileStream Open(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process has it open.
                Thread.Sleep(Pause);
            }
        }
    }
}
