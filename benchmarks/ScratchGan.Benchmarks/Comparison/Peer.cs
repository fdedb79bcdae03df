using System.ComponentModel;

namespace ScratchGan.Benchmarks.Comparison;

/// <summary>The training step on libtorch, built when it is needed: benchmarks/TorchSharpPeer is outside the solution.</summary>
internal static class Peer
{
    private const string Folder = "benchmarks/TorchSharpPeer";
    private const string Program = "TorchSharpPeer";

    /// <summary>Builds the peer from source; a second time that takes seconds.</summary>
    /// <exception cref="IOException">it cannot be built; the message is one line</exception>
    public static MeasuredProgram Build()
    {
        string project = Path.Combine(Repository.Root(), Folder);
        string output = Path.Combine(project, "bin", "compared");
        (int code, string text, string errors) = Dotnet("build", project, "-c", "Release", "-o", output, "-v", "quiet", "-nologo");
        if (code != 0)
            throw new IOException($"the libtorch peer cannot be built: {Reason(text + errors)}");
        return new MeasuredProgram(Path.Combine(output, OperatingSystem.IsWindows() ? $"{Program}.exe" : Program));
    }

    /// <summary>The first error without the file that it is in.</summary>
    private static string Reason(string text)
    {
        string? line = text.Split('\n').FirstOrDefault(line => line.Contains(" error ", StringComparison.Ordinal));
        return line is null ? MeasuredProgram.Line(text) ?? "no reason given" : line[(line.IndexOf(" error ", StringComparison.Ordinal) + 7)..].Trim();
    }

    private static (int Code, string Output, string Errors) Dotnet(params string[] arguments)
    {
        try
        {
            return MeasuredProgram.Execute("dotnet", arguments);
        }
        catch (Win32Exception error)
        {
            throw new IOException($"the libtorch peer cannot be built: {error.Message}", error);
        }
    }
}
