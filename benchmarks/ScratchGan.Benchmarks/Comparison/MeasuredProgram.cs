using System.Diagnostics;
using System.Text.Json;

namespace ScratchGan.Benchmarks.Comparison;

/// <summary>A program that measures a step in a process of its own and prints one JSON line.</summary>
internal sealed class MeasuredProgram(string path, params IReadOnlyList<string> first)
{
    /// <summary>This program with its command step.</summary>
    public static MeasuredProgram Ours()
    {
        string own = Environment.ProcessPath!;
        string library = Path.Combine(AppContext.BaseDirectory, $"{typeof(MeasuredProgram).Assembly.GetName().Name}.dll");
        return Path.GetFileNameWithoutExtension(own) == "dotnet" ? new MeasuredProgram(own, library, "step") : new MeasuredProgram(own, "step");
    }

    /// <exception cref="IOException">it failed, or printed no measurement; the message is one line</exception>
    public StepRun Run(IEnumerable<string> options)
    {
        (int code, string output, string errors) = Execute(path, [.. first, .. options]);
        string? line = output.Split('\n').LastOrDefault(text => text.StartsWith('{'));
        if (code != 0 || line is null)
            throw new IOException($"{Path.GetFileName(path)} ended with code {code}: {Line(errors) ?? "no measurement"}");
        return StepRun.Of(JsonElement.Parse(line));
    }

    /// <summary>Runs a program to its end, at this one's priority.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">there is no such program</exception>
    public static (int Code, string Output, string Errors) Execute(string path, IReadOnlyList<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>The first line with something in it.</summary>
    public static string? Line(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}

/// <summary>What one process says of itself.</summary>
/// <param name="Milliseconds">the median of its steps</param>
/// <param name="ManagedBytes">allocated in a step; null when it does not say</param>
internal sealed record StepRun(double Milliseconds, double ResidentMiB, double StartToFirstStep, double? ManagedBytes, string? Version)
{
    public static StepRun Of(JsonElement line) => new(
        line.GetProperty("medianMilliseconds").GetDouble(), line.GetProperty("peakResidentMiB").GetDouble(),
        line.GetProperty("startToFirstStepMilliseconds").GetDouble(), Measurements.Number(line, "managedBytesPerStep"),
        line.TryGetProperty("version", out JsonElement version) ? version.GetString() : null);
}
