using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Environments;

namespace ScratchGan.Benchmarks;

/// <summary>
/// What one command measures: JSON lines on the standard output and, where a path is given, in a file, which says first on what machine, when and by what
/// command. The file appears as a whole, at the end.
/// </summary>
internal sealed class ResultsFile(string? path, string command)
{
    private readonly List<string> _lines = [];
    private readonly Disturbance _disturbance = new();

    public Measurements Measurements => new(_lines);

    public void Add(object measurement)
    {
        string line = Report.Json(measurement);
        Console.WriteLine(line);
        _lines.Add(line);
    }

    public void Save()
    {
        if (path is null)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, string.Join('\n', _lines.Prepend(Report.Json(Header()))) + "\n");
    }

    /// <summary>All of it as a table, for people.</summary>
    public void Print(Action<Report, Measurements> table)
    {
        var report = new Report();
        table(report, Measurements);
        Console.Write($"\n{report}");
    }

    private object Header()
    {
        HostEnvironmentInfo host = HostEnvironmentInfo.GetCurrent();
        return new
        {
            name = "machine",
            processor = host.Cpu.Value?.ProcessorName ?? "unknown",
            cores = Environment.ProcessorCount,
            vectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
            system = $"{host.Os.Value.Name} {host.Os.Value.Version}",
            runtime = RuntimeInformation.FrameworkDescription,
            date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            othersShare = _disturbance.Share() is double share ? Math.Round(share, 2) : (double?)null,
            command = $"dotnet run -c Release --project benchmarks/ScratchGan.Benchmarks -- {command}",
        };
    }
}
