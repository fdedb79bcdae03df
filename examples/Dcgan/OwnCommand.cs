namespace ScratchGan.Examples;

/// <summary>How this program is called again, up to its options: in the repository by dotnet run, published as one file by that file's name.</summary>
internal static class OwnCommand
{
    /// <summary>One file has no library beside it.</summary>
    internal static string Text => File.Exists(Path.Combine(AppContext.BaseDirectory, "Dcgan.dll"))
        ? "dotnet run -c Release --project examples/Dcgan --"
        : Path.Combine(".", Path.GetFileName(Environment.ProcessPath)!);
}
