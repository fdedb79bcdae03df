using System.Text;
using ScratchGan.Data;

namespace ScratchGan.Examples.Shared;

/// <summary>The folder that --out names: whether files can be put there, found out before any work is done for them, and the line that is left there.</summary>
internal static class OutFolder
{
    public const string Option = "--out";
    private const string ResultName = "results.json";

    /// <exception cref="DataException">there is a file in the place of the folder, or no name</exception>
    public static void RequireNoFile(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new DataException($"{Option}: expected a folder, found nothing");
        if (File.Exists(path))
            throw new DataException($"{Option} {path}: expected a folder, found a file");
    }

    /// <summary>Makes the folder and a file in it, and removes what was not there before.</summary>
    /// <exception cref="DataException">the folder cannot be made, or not be written to</exception>
    public static void RequireWritable(string path)
    {
        RequireNoFile(path);
        string[] missing = [.. Missing(Path.GetFullPath(path))];
        try
        {
            Directory.CreateDirectory(path);
            string file = Path.Combine(path, Path.GetRandomFileName());
            new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, error);
        }
        finally
        {
            foreach (string folder in missing.Where(Directory.Exists))
                Directory.Delete(folder);
        }
    }

    /// <summary>For a program that cannot go on with a run: what an earlier one has left is not overwritten by accident.</summary>
    /// <exception cref="DataException">there is a result in the folder</exception>
    public static void RequireNoResult(string path)
    {
        if (File.Exists(Path.Combine(path, ResultName)))
            throw new DataException($"{Option} {path}: expected a folder without a run, found {ResultName} there");
    }

    /// <summary>Keeps the line that a program ends with.</summary>
    public static void KeepResult(string path, string json) => AtomicFile.Write(Path.Combine(path, ResultName), Encoding.UTF8.GetBytes(json + "\n"));

    public static DataException Unusable(string path, Exception error) =>
        new($"{Option} {path}: expected a folder that can be written, found: {error.Message}", error);

    /// <summary>The folder and those above it, as far as they are not there; the lowest first.</summary>
    private static IEnumerable<string> Missing(string path)
    {
        for (string? folder = Path.TrimEndingDirectorySeparator(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            yield return folder;
    }
}
