namespace ScratchGan.Benchmarks;

/// <summary>The repository that this program was built in.</summary>
internal static class Repository
{
    private const string Solution = "ScratchGan.sln";

    /// <exception cref="IOException">the program was copied out of it</exception>
    public static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        throw new IOException($"expected this program in a folder below {Solution}");
    }
}
