namespace ScratchGan.Examples;

/// <summary>Ends the program with one line for the user and an exit code; see <see cref="Application"/>.</summary>
internal sealed class RunException(string message, int exitCode = Application.BadInput) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
