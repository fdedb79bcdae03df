using System.Diagnostics;

namespace ScratchGan.Proofs;

/// <summary>examples/Dcgan as a process.</summary>
internal static class DcganProcess
{
    /// <summary>A run takes seconds, but a machine that is busy with other things may let it wait for minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    internal static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Dcgan.dll"));
        // The last of several settings of one option counts only when it is given once.
        foreach (string argument in LastOfEach(arguments))
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start) ?? throw new InvalidOperationException("examples/Dcgan did not start");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="patience">how long that may take; without it three minutes</param>
    internal static bool Complete(string[] arguments, TextWriter error, TimeSpan? patience = null)
    {
        (int exitCode, string message) = Outcome(arguments, patience);
        if (exitCode != 0)
            error.WriteLine($"{string.Join(' ', arguments)}: exit code {exitCode}: {message}");
        return exitCode == 0;
    }

    internal static (int ExitCode, string Error) Outcome(string[] arguments, TimeSpan? patience = null)
    {
        using Process process = Start(arguments);
        Task<string> message = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(patience ?? Patience))
            return (process.ExitCode, message.Result);
        process.Kill();
        return (-1, $"not finished after {(patience ?? Patience).TotalMinutes} minutes");
    }

    /// <summary>Kills the process after a time.</summary>
    /// <returns>false when it had ended before</returns>
    internal static bool Killed(string[] arguments, double milliseconds)
    {
        using Process process = Start(arguments);
        if (process.WaitForExit((int)milliseconds))
            return false;
        process.Kill();
        process.WaitForExit();
        return true;
    }

    private static IEnumerable<string> LastOfEach(string[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            bool replaced = arguments[i].StartsWith("--", StringComparison.Ordinal) && Array.IndexOf(arguments, arguments[i], i + 1) >= 0;
            if (!replaced)
                yield return arguments[i];
            else
                i++;
        }
    }
}
