using System.Globalization;
using Spectre.Console;

namespace ScratchGan.Examples;

/// <summary>A live progress bar, for a terminal.</summary>
internal sealed class TerminalDisplay : IDisplay
{
    private readonly PlainDisplay _decoding = new(Console.Out);
    private ProgressTask? _task;

    // Not through AnsiConsole, which breaks long lines: a command must stay in one piece to be copied.
    public void Say(string line) => Console.WriteLine(line);

    public void Decoding(int done, int all) => _decoding.Decoding(done, all);

    public void Around(long first, long last, Action training) =>
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                _task = context.AddTask($"{first}/{last}", maxValue: last);
                _task.Value = first;
                training();
            });

    public void Step(long step) => _task!.Value = step;

    public void Measured(StepStatistics statistics, long steps, double secondsLeft) => _task!.Description = string.Create(
        CultureInfo.InvariantCulture,
        $"{statistics.Step}/{steps}  [blue]D {statistics.DiscriminatorLoss:F3}[/]  [yellow]G {statistics.GeneratorLoss:F3}[/]"
        + $"  {statistics.ImagesPerSecond:F0} images/s  {Duration.Text(secondsLeft)} left");
}
