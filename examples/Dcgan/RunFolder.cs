using System.Globalization;
using System.Text.RegularExpressions;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>
/// The folder of one run: its file names, who may use it, and what may be removed. Nothing is created or removed before <see cref="Open"/>, which is called
/// once data and networks have been found usable.
/// </summary>
internal sealed partial class RunFolder : IDisposable
{
    public const string MetricsName = "metrics.jsonl";
    public const string StatsName = "stats.jsonl";

    private const string DefaultParent = "runs";
    private const string ConfigName = "config.json";
    private const string UnfinishedConfigName = ConfigName + ".tmp";
    private const string LockName = "run.lock";

    private readonly FileStream _lock;
    private readonly bool _isNew;
    private bool _begun;

    private RunFolder(string path, bool isNew, FileStream @lock)
    {
        Path = path;
        _isNew = isNew;
        _lock = @lock;
        Checkpoints = new CheckpointFiles(path);
    }

    public string Path { get; }

    public CheckpointFiles Checkpoints { get; }

    public string Report => In(Path, "report.html");

    public string Monitor => In(Path, "monitor.jsonl");

    public string Events => In(Path, "events.jsonl");

    public string Classes => In(Path, "classes.jsonl");

    public string Metrics => In(Path, MetricsName);

    public string Stats => In(Path, StatsName);

    public string Losses => In(Path, "losses.svg");

    public string Reals => In(Path, "reals.png");

    private bool Resumes { get; init; }

    public string Samples(long step) => In(Path, string.Create(CultureInfo.InvariantCulture, $"samples-{step:D6}.png"));

    /// <summary>The command that goes on from the last checkpoint.</summary>
    public string Continuation
    {
        get
        {
            string folder = Path.All(letter => char.IsLetterOrDigit(letter) || "/\\.:-_".Contains(letter)) ? Path : $"\"{Path}\"";
            return $"{OwnCommand.Text} {OptionNames.Resume} {OptionNames.Out} {folder}";
        }
    }

    /// <summary>The sample grids that are there.</summary>
    public IEnumerable<(long Step, string Path)> AllSamples() => FilesOf(Path)
        .Select(name => (Name: name, Match: SampleFile().Match(name)))
        .Where(file => file.Match.Success)
        .Select(file => (long.Parse(file.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), In(Path, file.Name)));

    /// <summary>Whether the call may use its folder as it stands, without touching it.</summary>
    /// <returns>the settings to train with: those of the call, or those of the run that it continues</returns>
    public static RunSettings Check(Invocation invocation)
    {
        if (invocation.Out is not string path)
            return invocation.Settings;
        string config = In(path, ConfigName);
        bool isRun = File.Exists(config);
        OutFolder.RequireNoFile(path);
        if (invocation.Resume)
        {
            if (!isRun)
                throw new RunException($"{OptionNames.Resume}: expected a run in {path}, found no {ConfigName} there");
            RunSettings stored = RunSettings.Load(config);
            LostCheckpoint.Refuse(path, stored);
            return stored.ContinuedWith(invocation.Settings, invocation.Given, config);
        }
        if (isRun && !invocation.Force)
            throw new RunException(
                $"{OptionNames.Out} {path}: expected a new folder, found a run; {OptionNames.Resume} continues it, {OptionNames.Force} starts anew");
        if (isRun)
            _ = RunSettings.Load(config);
        else if (FilesOf(path).FirstOrDefault(name => name is not (LockName or UnfinishedConfigName)) is string other)
            throw new RunException($"{OptionNames.Out} {path}: expected a new or empty folder, or a run with its {ConfigName}, found files such as {other}");
        return invocation.Settings;
    }

    /// <summary>Creates the folder where needed and locks it against other processes.</summary>
    /// <param name="parent">where numbered folders are made when the call names none</param>
    public static RunFolder Open(Invocation invocation, string parent = DefaultParent)
    {
        if (invocation.Out is string path)
        {
            RunFolder folder = Lock(path, invocation.Resume)
                ?? throw new RunException($"{OptionNames.Out} {path}: expected a folder that nobody uses, found another run at work in it");
            if (!File.Exists(folder.In(ConfigName)) || invocation.Resume || invocation.Force)
                return folder;
            folder.Dispose();
            throw new RunException($"{OptionNames.Out} {path}: expected a new folder, found a run that has just begun there");
        }
        for (int number = NextNumber(parent); ; number++)
        {
            RunFolder? folder = Lock(In(parent, string.Create(CultureInfo.InvariantCulture, $"dcgan-{number:D4}")), resumes: false);
            if (folder is not null && !File.Exists(folder.In(ConfigName)))
                return folder;
            folder?.Dispose();
        }
    }

    /// <summary>Removes what an earlier run left, unless there is something to go on from, and writes config.json.</summary>
    public void Begin(RunSettings settings)
    {
        try
        {
            if (!Resumes || !Checkpoints.Any)
                foreach (string name in FilesOf(Path).Where(name => OwnFile().IsMatch(name) && name is not (ConfigName or LockName)))
                    File.Delete(In(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutFolder.Unusable(Path, error);
        }
        settings.Save(In(ConfigName));
        _begun = true;
    }

    /// <summary>Unlocks the folder; one that was created for a run that could not begin disappears again.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (_isNew && !_begun && !Directory.EnumerateFileSystemEntries(Path).Any())
            Directory.Delete(Path);
    }

    private static RunFolder? Lock(string path, bool resumes)
    {
        bool isNew = !Directory.Exists(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutFolder.Unusable(path, error);
        }
        string file = In(path, LockName);
        try
        {
            var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return new RunFolder(path, isNew, stream) { Resumes = resumes };
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutFolder.Unusable(path, error);
        }
    }

    private static int NextNumber(string parent) => 1 + (Directory.Exists(parent)
        ? Directory.EnumerateFileSystemEntries(parent)
            .Select(entry => NumberedFolder().Match(System.IO.Path.GetFileName(entry)))
            .Select(match => match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0)
            .DefaultIfEmpty(0).Max()
        : 0);

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFileSystemEntries(path).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal)]
        : [];

    private string In(string name) => In(Path, name);

    private static string In(string path, string name) => System.IO.Path.Combine(path, name);

    /// <summary>The files that the program writes, finished or not.</summary>
    [GeneratedRegex(
        @"^(config\.json|report\.html|events\.out\.tfevents\.0000000000\.run|reals\.png|samples-\d{6,}\.png|losses\.svg"
        + @"|(stats|metrics|monitor|events|classes)\.jsonl|checkpoint(\.previous|\.best)?\.safetensors)(\.tmp)?$|^run\.lock$")]
    private static partial Regex OwnFile();

    [GeneratedRegex(@"^dcgan-(\d{4,8})$")]
    private static partial Regex NumberedFolder();

    [GeneratedRegex(@"^samples-(\d{6,})\.png$")]
    private static partial Regex SampleFile();
}
