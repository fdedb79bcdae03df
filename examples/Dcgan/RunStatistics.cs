using System.Diagnostics;
using System.Globalization;
using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>stats.jsonl, and the clock behind it, which runs only while the run trains.</summary>
internal sealed class RunStatistics : IDisposable
{
    private readonly StepLog<StepStatistics> _lines;
    private readonly RunSettings _settings;
    private readonly double _secondsBefore;
    private readonly double _detectorSecondsBefore;
    private double _secondsAtLastLine;
    private long _stepAtLastLine;

    /// <param name="step">the step that the run goes on from</param>
    public RunStatistics(string path, long step, RunSettings settings)
    {
        _lines = new StepLog<StepStatistics>(path, step);
        _settings = settings;
        if (_lines.Lines.Count > 0)
            (_secondsBefore, _detectorSecondsBefore) = (_lines.Lines[^1].Seconds, _lines.Lines[^1].DetectorSeconds);
        _stepAtLastLine = step;
    }

    public IReadOnlyList<StepStatistics> Lines => _lines.Lines;

    /// <summary>Of this sitting.</summary>
    public Stopwatch Clock { get; } = new();

    /// <summary>Spent on training since step 0, over all sittings.</summary>
    public double Seconds => _secondsBefore + Clock.Elapsed.TotalSeconds;

    /// <summary>Runs while detectors are at work, in this sitting.</summary>
    public Stopwatch DetectorClock { get; } = new();

    /// <summary>What detectors have taken so far, as a share of the time spent on training, in words.</summary>
    public string DetectorShare => string.Create(CultureInfo.InvariantCulture, $"{100 * DetectorSeconds / Seconds:F1} %");

    /// <summary>Between the last two lines.</summary>
    public double ImagesPerSecond { get; private set; }

    /// <summary>The losses measured last, in words.</summary>
    public string Losses { get; private set; } = "no loss yet";

    private double DetectorSeconds => _detectorSecondsBefore + DetectorClock.Elapsed.TotalSeconds;

    /// <summary>Whether a step has a line: one is due at every LogEvery-th step, and waits for one at which the generator moves: at others it has no loss.</summary>
    public bool IsDue(long step)
    {
        int turns = Recipe.DiscriminatorSteps(_settings);
        return step % turns == 0 && (step == _settings.Steps || step / _settings.LogEvery > (step - turns) / _settings.LogEvery);
    }

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
        ImagesPerSecond = (step - _stepAtLastLine) * _settings.Batch / Math.Max(seconds - _secondsAtLastLine, 1e-9);
        (_secondsAtLastLine, _stepAtLastLine) = (seconds, step);
        var line = new StepStatistics(
            step, measured[AdversarialPhases.DiscriminatorLoss], measured[AdversarialPhases.GeneratorLoss], measured[AdversarialPhases.AccuracyOnReal],
            measured[AdversarialPhases.AccuracyOnFake], Math.Round(ImagesPerSecond, 1), Math.Round(Seconds, 3),
            Math.Round(DetectorSeconds, 3));
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
