using System.Globalization;
using System.Text;
using System.Text.Json;
using ScratchGan.Data;
using ScratchGan.Examples.Shared;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples.StackedMnist;

/// <summary>What a run leaves: pictures, checkpoints, one line a judgement, the result.</summary>
internal sealed class RunFolder
{
    private const int GridSide = 10;
    private readonly string _path;
    private readonly CheckpointFiles _checkpoints;

    /// <exception cref="DataException">a new run is asked for where there is one, or to go on where there is none</exception>
    public RunFolder(string path, bool resume)
    {
        (_path, _checkpoints) = (path, Resumption.Checkpoints(path, resume));
        Directory.CreateDirectory(path);
    }

    private string Judgements => Path.Combine(_path, "modes.jsonl");

    /// <summary>Goes on from the checkpoint.</summary>
    /// <returns>the judgements up to its step</returns>
    /// <exception cref="DataException">the checkpoint is of other options, or damaged</exception>
    public List<Judgement> Resume(Training training, Action<string> report)
    {
        Resumption.RequireOptionsOf(_path, training.Options);
        training.Resume(_checkpoints, report);
        try
        {
            IEnumerable<Judgement> judgements = File.ReadLines(Judgements).Select(line => JsonSerializer.Deserialize<Judgement>(line, Report.Plain)!);
            return [.. judgements.Where(judgement => judgement.Step <= training.Step)];
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            throw new DataException($"{Judgements}: expected one judgement a line, found: {error.Message}", error);
        }
    }

    public void Begin(Training training) => Resumption.KeepOptions(_path, training.Options);

    /// <summary>Keeps everything of this moment, the checkpoint last.</summary>
    public void Keep(Training training, IReadOnlyList<Judgement> judgements, Coverage floor)
    {
        training.DrawGrid(Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"samples-{training.Step:D6}.png")), GridSide);
        AtomicFile.Write(Judgements, Encoding.UTF8.GetBytes(string.Concat(judgements.Select(line => JsonSerializer.Serialize(line, Report.Plain) + "\n"))));
        ModesPlot.Save(Path.Combine(_path, "modes.svg"), judgements, floor);
        training.Save(_checkpoints);
    }

    public void Finish(string json) => OutFolder.KeepResult(_path, json);
}
