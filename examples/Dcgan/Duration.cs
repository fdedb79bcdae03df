using System.Globalization;

namespace ScratchGan.Examples;

internal static class Duration
{
    /// <summary>"1.7 s", "12 s", "2 min 05 s", "3 h 07 min".</summary>
    public static string Text(double seconds)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(Math.Min(seconds, 1e9)));
        return time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:D2} min")
            : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:D2} s")
            : seconds < 9.95 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s");
    }
}
