using System.Globalization;

namespace ScratchGan.Proofs.Detection;

/// <summary>All trainings of one scene with one failure.</summary>
/// <param name="Caught">share that was answered rightly within a tenth of the run</param>
/// <param name="Alarmed">share with any alarm</param>
internal sealed record DetectionRow(string Scene, Failure Failure, IReadOnlyList<RunResult> Results, double Caught, double Alarmed);

/// <summary>The results by scene and failure.</summary>
internal sealed class DetectionTable(IReadOnlyList<RunResult> results)
{
    private const double Soon = 0.1;

    internal IReadOnlyList<DetectionRow> Rows { get; } =
    [
        .. from result in results
           group result by (result.Scene, result.Failure) into rows
           let all = rows.ToList()
           select new DetectionRow(
               rows.Key.Scene, rows.Key.Failure, all, Share(all, result => result.Delay <= Soon), Share(all, result => result.Alarms.Count > 0)),
    ];

    /// <summary>In Markdown.</summary>
    internal void Print(TextWriter output)
    {
        output.WriteLine("| scene | failure | runs | caught within 10 % of the run | delay, % of the run: median | most | answered by | missed |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (DetectionRow row in Rows.Where(row => row.Failure != Failure.None))
        {
            double[] delays = [.. row.Results.Select(result => result.Delay).OfType<double>().Order()];
            string median = delays.Length == 0 ? "–" : Percent(delays[delays.Length / 2]), most = delays.Length == 0 ? "–" : Percent(delays[^1]);
            string answers = Counted(row.Results.Select(result => result.Answer).OfType<Alarm>());
            int missed = row.Results.Count(result => result.Answer is null);
            output.WriteLine(Text(
                $"| {row.Scene} | {Words(row.Failure)} | {row.Results.Count} | {row.Caught:P0} | {median} | {most} | {answers} | {missed} |"));
        }
        output.WriteLine();
        output.WriteLine("| scene | healthy runs | with an alarm | which |");
        output.WriteLine("|---|---|---|---|");
        foreach (DetectionRow row in Rows.Where(row => row.Failure == Failure.None))
            output.WriteLine(Text($"| {row.Scene} | {row.Results.Count} | {row.Alarmed:P0} | {Counted(row.Results.SelectMany(result => result.Alarms))} |"));
        output.WriteLine();
    }

    private static double Share(List<RunResult> results, Func<RunResult, bool> isSo) => (double)results.Count(isSo) / results.Count;

    private static string Percent(double share) => Text($"{100 * share:F1}");

    private static string Counted(IEnumerable<Alarm> alarms)
    {
        IEnumerable<string> words = alarms.GroupBy(alarm => alarm.Concern).OrderByDescending(group => group.Count())
            .Select(group => Text($"{Words(group.Key)} {group.Count()}"));
        return string.Join(", ", words.DefaultIfEmpty("–"));
    }

    /// <summary>"HighLearningRate" as "high learning rate".</summary>
    private static string Words<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")).TrimStart();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
