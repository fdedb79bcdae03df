using ScratchGan.Data;

namespace ScratchGan.Examples.Evaluate;

/// <summary>The files of an evaluation, and where they may go.</summary>
internal static class ScoreFiles
{
    public const string Text = "metrics.txt";
    public const string Json = "metrics.json";
    public const string Plot = "metrics.svg";
    public const string Neighbours = "neighbours.png";
    public const string Classifier = "classifier.safetensors";

    /// <exception cref="DataException">the folder holds anything else, such as the run that is judged</exception>
    public static void RequireOwn(string folder)
    {
        string[] own = [Text, Json, Plot, Neighbours, Classifier];
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            .FirstOrDefault(name => !own.Contains(name) && !own.Contains(Path.GetFileNameWithoutExtension(name))) is string other)
            throw new DataException($"--out {folder}: expected a new or empty folder, or one of an earlier evaluation, found files such as {other}");
    }

    /// <summary>The file of --classifier, which may be named by its folder.</summary>
    /// <exception cref="DataException">there is none</exception>
    public static string ClassifierIn(string given)
    {
        string path = Directory.Exists(given) ? Path.Combine(given, Classifier) : given;
        return File.Exists(path) ? path
            : throw new DataException(
                $"--classifier {given}: expected a {Classifier}, or a folder that holds one, found {(path == given ? "nothing" : "a folder without")}");
    }
}
