using System.Globalization;

namespace ScratchGan.Data;

/// <summary>One way to write a digit: control points, and strokes as smooth curves through some of them in turn.</summary>
internal sealed class Glyph
{
    /// <summary>More points than any glyph has, and more spans between points than all its strokes together.</summary>
    internal const int MaximumPoints = 16;

    /// <summary>In units of the digit's height, (0, 0) its centre, y downwards.</summary>
    internal (float X, float Y)[] Points { get; }

    /// <summary>Indices of the points each stroke passes; a point that two strokes name moves with both, so that corners stay closed.</summary>
    internal int[][] Strokes { get; }

    /// <summary>Points as "x,y" in percent of the height, strokes divided by "|"; equal coordinates are one point.</summary>
    internal Glyph(string description)
    {
        string[][] strokes = [.. description.Split('|').Select(stroke => stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[] names = [.. strokes.SelectMany(stroke => stroke).Distinct()];
        Points = [.. names.Select(Point)];
        Strokes = [.. strokes.Select(stroke => stroke.Select(name => Array.IndexOf(names, name)).ToArray())];
    }

    private static (float X, float Y) Point(string name)
    {
        int[] percent = [.. name.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return ((percent[0] - 50) / 100f, (percent[1] - 50) / 100f);
    }
}
