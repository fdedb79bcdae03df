using System.Globalization;
using System.Runtime.InteropServices;

namespace ScratchGan.Proofs;

/// <summary>When, where and by what command a proof was run; it stands in the proof's line, so that a line can be kept.</summary>
internal sealed record Provenance(string Date, string Machine, string Command)
{
    internal static Provenance Of(string command) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        $"{Environment.ProcessorCount} cores {RuntimeInformation.OSArchitecture}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        $"dotnet run -c Release --project tests/ScratchGan.Proofs -- {command}");
}
