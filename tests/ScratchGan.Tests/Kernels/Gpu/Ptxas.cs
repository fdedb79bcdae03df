using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchGan.Tests.Kernels.Gpu;

/// <summary>What the assembler says of a kernel.</summary>
/// <param name="StackBytes">local memory of a thread</param>
/// <param name="Error">its message, when it refused the kernel</param>
internal sealed record AssembledKernel(int Registers, int StackBytes, int SpilledBytes, int SharedBytes, string? Error);

/// <summary>NVIDIA's assembler, part of the CUDA toolkit, where there is one.</summary>
internal static partial class Ptxas
{
    private const string Variable = "PTXAS";

    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? "ptxas.exe" : "ptxas")).FirstOrDefault(File.Exists);

    public static AssembledKernel Assemble(string ptx, string architecture)
    {
        string source = System.IO.Path.GetTempFileName();
        string target = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(source, ptx);
            using Process process = Process.Start(new ProcessStartInfo(Path!, ["-v", $"-arch={architecture}", "-o", target, source])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return new AssembledKernel(
                Number(Registers(), text), Number(Stack(), text), Number(SpillStores(), text) + Number(SpillLoads(), text), Number(Shared(), text),
                process.ExitCode == 0 ? null : text);
        }
        finally
        {
            File.Delete(source);
            File.Delete(target);
        }
    }

    private static int Number(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Registers();

    [GeneratedRegex(@"(\d+) bytes stack frame")]
    private static partial Regex Stack();

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex SpillStores();

    [GeneratedRegex(@"(\d+) bytes spill loads")]
    private static partial Regex SpillLoads();

    [GeneratedRegex(@"(\d+) bytes smem")]
    private static partial Regex Shared();
}
