using System.CommandLine;

namespace ScratchGan.Benchmarks.Readme;

/// <summary>Writes the tables of the README, and of the results' own page, from what was measured.</summary>
internal static class ReadmeCommand
{
    private const int Differs = 1;

    public static Command Command()
    {
        Option<string?> results = Results();
        Option<string?> readme = Readme();
        var check = new Option<bool>("--check") { Description = "writes nothing, and fails when there would be something to write" };
        var command = new Command("readme", "tables from the results into the README") { results, readme, check };
        command.SetAction(result => Run(result.GetValue(results), result.GetValue(readme), result.GetValue(check)));
        return command;
    }

    public static Option<string?> Results() => new("--results") { HelpName = "FOLDER", Description = "of measurements; benchmarks/results/cpu without it" };

    public static Option<string?> Readme() => new("--readme") { HelpName = "FILE", Description = "with the comments around its tables; README.md without it" };

    public static int Run(string? results, string? readme, bool check)
    {
        var folder = new ResultsFolder(results ?? ResultsFolder.UsualPath);
        string path = readme ?? Path.Combine(Repository.Root(), "README.md");
        return Write(path, MeasuredSection.Replace(File.ReadAllText(path), folder.Summary()), check)
            && Write(folder.Page, folder.Everything(), check) ? 0 : Differs;
    }

    private static bool Write(string path, string text, bool check)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return true;
        if (check)
            Console.Error.WriteLine($"{path} differs from the results beside it or named by --results: the command readme writes it");
        else
            File.WriteAllText(path, text);
        return !check;
    }
}
