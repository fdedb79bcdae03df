using System.Diagnostics;
using System.Globalization;

namespace ScratchGan.Examples;

/// <summary>Plain lines, for a file or a pipe.</summary>
internal sealed class PlainDisplay(TextWriter output) : IDisplay
{
    private static readonly TimeSpan DecodingPause = TimeSpan.FromSeconds(2);
    private long _lastDecoding = Stopwatch.GetTimestamp();

    public void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    public void Decoding(int done, int all)
    {
        if (Stopwatch.GetElapsedTime(_lastDecoding) < DecodingPause)
            return;
        _lastDecoding = Stopwatch.GetTimestamp();
        Say(string.Create(CultureInfo.InvariantCulture, $"decoded {done:N0} of {all:N0} images"));
    }

    public void Around(long first, long last, Action training) => training();

    public void Step(long step)
    {
    }

    public void Measured(StepStatistics statistics, long steps, double secondsLeft) => Say(string.Create(CultureInfo.InvariantCulture,
        $"step {statistics.Step}/{steps} · loss of D {statistics.DiscriminatorLoss:F3}, of G {statistics.GeneratorLoss:F3} · D right on real {statistics.AccuracyOnReal:P0}, on fake {statistics.AccuracyOnFake:P0} · {statistics.ImagesPerSecond:F0} images/s · {Duration.Text(secondsLeft)} left"));
}
