using System.Diagnostics;

namespace ScratchGan.Tests.Examples;

/// <summary>Runs an example as its user would: as a process of its own. The build puts the examples beside the tests.</summary>
internal static class ExampleProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="temporaryFolder">where the program is to keep its caches; null for the system's place</param>
    /// <param name="environment">variables that the program sees beside this process's own</param>
    public static async Task<Outcome> Run(
        string name, string[] arguments, string? temporaryFolder = null, IReadOnlyList<(string Name, string Value)>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, $"{name}.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        if (temporaryFolder is not null)
            foreach (string variable in (string[])["TMPDIR", "TMP", "TEMP"])
                start.Environment[variable] = temporaryFolder;
        foreach ((string variable, string value) in environment ?? [])
            start.Environment[variable] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        using var timeout = new CancellationTokenSource(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return new Outcome(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public sealed record Outcome(int ExitCode, string Output, string Error);
}
