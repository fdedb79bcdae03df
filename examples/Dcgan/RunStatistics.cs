using System.Diagnostics;
using System.Globalization;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>stats.jsonl, and the clock behind it, which runs only while the run trains.</summary>
internal sealed class RunStatistics : IDisposable
{
    private readonly StepLog<StepStatistics> _lines;
    private readonly int _batch;
    private readonly double _secondsBefore;
    private double _secondsAtLastLine;
    private long _stepAtLastLine;

    /// <param name="step">the step that the run goes on from</param>
    /// <param name="batch">images a step</param>
    public RunStatistics(string path, long step, int batch)
    {
        _lines = new StepLog<StepStatistics>(path, step);
        _batch = batch;
        _secondsBefore = _lines.Lines.Count > 0 ? _lines.Lines[^1].Seconds : 0;
        _stepAtLastLine = step;
    }

    public IReadOnlyList<StepStatistics> Lines => _lines.Lines;

    /// <summary>Of this sitting.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>Spent on training since step 0, over all sittings.</summary>
    public double Seconds => _secondsBefore + Clock.Elapsed.TotalSeconds;

    /// <summary>Between the last two lines.</summary>
    public double ImagesPerSecond { get; private set; }

    /// <summary>The losses measured last, in words.</summary>
    public string Losses { get; private set; } = "no loss yet";

    /// <summary>Notes what a step measured.</summary>
    /// <returns>whether both losses are finite</returns>
    public bool Note(IReadOnlyDictionary<string, float> measured)
    {
        float discriminator = measured[AdversarialPhases.DiscriminatorLoss], generator = measured[AdversarialPhases.GeneratorLoss];
        Losses = string.Create(CultureInfo.InvariantCulture, $"discriminator loss {discriminator}, generator loss {generator}");
        return float.IsFinite(discriminator) && float.IsFinite(generator);
    }

    /// <summary>Adds a line.</summary>
    public StepStatistics Append(long step, IReadOnlyDictionary<string, float> measured)
    {
        double seconds = Clock.Elapsed.TotalSeconds;
        ImagesPerSecond = (step - _stepAtLastLine) * _batch / Math.Max(seconds - _secondsAtLastLine, 1e-9);
        (_secondsAtLastLine, _stepAtLastLine) = (seconds, step);
        var line = new StepStatistics(
            step, measured[AdversarialPhases.DiscriminatorLoss], measured[AdversarialPhases.GeneratorLoss], measured[AdversarialPhases.AccuracyOnReal],
            measured[AdversarialPhases.AccuracyOnFake], Math.Round(ImagesPerSecond, 1), Math.Round(Seconds, 3));
        _lines.Append(line);
        return line;
    }

    /// <summary>Drops the lines later than a step, which the run has gone back to.</summary>
    public void CutBack(long step)
    {
        _lines.CutBack(step);
        (_secondsAtLastLine, _stepAtLastLine) = (Clock.Elapsed.TotalSeconds, step);
    }

    public void Flush() => _lines.Flush();

    public void Dispose() => _lines.Dispose();
}
