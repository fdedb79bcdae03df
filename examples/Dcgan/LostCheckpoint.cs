using ScratchGan.Gan.Training;

namespace ScratchGan.Examples;

/// <summary>Tells a run whose checkpoints are gone from one that was killed before its first.</summary>
internal static class LostCheckpoint
{
    /// <summary>
    /// Checkpoints are measured, and copied as the best, after they are saved; a step later than the one at which the first was due is taken after that was
    /// saved. The line of that step itself comes before it.
    /// </summary>
    /// <param name="settings">those that the run had until now</param>
    /// <exception cref="RunException">the folder shows that a checkpoint was saved, and there is none to go on from</exception>
    public static void Refuse(string path, RunSettings settings)
    {
        var checkpoints = new CheckpointFiles(path);
        // The traces are looked at first: a run at work in the folder may save its first checkpoint meanwhile.
        string? trace = Trace(path, checkpoints, settings);
        if (trace is not null && !checkpoints.Any)
            throw new RunException(
                $"{OptionNames.Resume}: expected a checkpoint in {path}, since {trace}, found none to go on from; {OptionNames.Force} starts anew");
    }

    private static string? Trace(string path, CheckpointFiles checkpoints, RunSettings settings)
    {
        long measured = StepLog<CheckpointMetric>.Read(Path.Combine(path, RunFolder.MetricsName)).Select(line => line.Step).DefaultIfEmpty().Max();
        if (measured > 0)
            return $"{RunFolder.MetricsName} has measured that of step {measured}";
        long taken = StepLog<StepStatistics>.Read(Path.Combine(path, RunFolder.StatsName)).Select(line => line.Step).DefaultIfEmpty().Max();
        if (taken > settings.CheckpointEvery)
            return $"{RunFolder.StatsName} has come to step {taken} and the first was due at step {settings.CheckpointEvery}";
        return File.Exists(checkpoints.Best) ? $"there is {Path.GetFileName(checkpoints.Best)}" : null;
    }
}
