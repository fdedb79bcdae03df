namespace ScratchGan.Proofs.Detection;

/// <summary>Results, one a line, of a series that may be interrupted: what is there is not done again.</summary>
internal sealed class ResultFile
{
    private readonly string? _path;
    private readonly List<RunResult> _results = [];
    private readonly Lock _lock = new();

    /// <param name="path">null for none</param>
    internal ResultFile(string? path)
    {
        _path = path;
        if (!File.Exists(path))
            return;
        _results.AddRange(File.ReadAllLines(path).Select(RunResult.Parse).OfType<RunResult>());
        File.WriteAllLines(path, _results.Select(result => result.Line()));
    }

    internal RunResult? Find(IScene scene, Failure failure, ulong seed)
    {
        lock (_lock)
            return _results.Find(result => result.Scene == scene.Name && result.Failure == failure && result.Seed == seed && result.Steps == scene.Steps);
    }

    internal void Add(IReadOnlyList<RunResult> results)
    {
        lock (_lock)
        {
            _results.AddRange(results);
            if (_path is not null)
                File.AppendAllLines(_path, results.Select(result => result.Line()));
        }
    }
}
