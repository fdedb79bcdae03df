using System.Diagnostics;

namespace ScratchGan.Benchmarks;

/// <summary>
/// How busy other programs kept the machine while something was measured: (all processor time − that of this process and its children) / (time · cores).
/// Known on Linux alone, from /proc/stat and /proc/self/stat, which count hundredths of a second.
/// </summary>
internal sealed class Disturbance
{
    private const double TicksPerSecond = 100;

    /// <summary>Place in /proc/self/stat, behind name and state, of four times: this process and its ended children, each as user and system.</summary>
    private const int FirstOwn = 10;

    private const int OwnTimes = 4;

    /// <summary>Of the first line of /proc/stat: guests, behind these, are counted as users as well.</summary>
    private const int Counted = 8;

    /// <summary>Places there: idle, and waiting for a disk.</summary>
    private static readonly int[] Idle = [3, 4];

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _othersBefore = Others();

    /// <summary>Since this was made; null where it is not known.</summary>
    public double? Share()
    {
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        double share = (Others() - _othersBefore) / TicksPerSecond / (seconds * Environment.ProcessorCount);
        return double.IsNaN(share) ? null : Math.Clamp(share, 0, 1);
    }

    private static double Others()
    {
        if (!OperatingSystem.IsLinux())
            return double.NaN;
        double[] machine = Numbers(File.ReadLines("/proc/stat").First()["cpu".Length..]);
        string own = File.ReadAllText("/proc/self/stat");
        double all = machine.Take(Counted).Where((_, i) => !Idle.Contains(i)).Sum();
        // The name may hold blanks and ends with the last bracket; the state behind it is no number.
        return all - Numbers(own[(own.LastIndexOf(')') + 4)..]).Skip(FirstOwn).Take(OwnTimes).Sum();
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.TryParse(word, out double number) ? number : 0)];
}
