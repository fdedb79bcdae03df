namespace ScratchGan.Benchmarks.Readme;

/// <summary>The part of a README between two comments, which a command writes.</summary>
internal static class MeasuredSection
{
    private const string Begin = "<!-- measured:begin -->";
    private const string End = "<!-- measured:end -->";

    /// <summary>The text with another section.</summary>
    /// <exception cref="IOException">the comments are not there, once each and in order</exception>
    public static string Replace(string text, string section)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new IOException($"expected {Begin} and after it {End}, found them not");
        return $"{text[..(begin + Begin.Length)]}\n\n{section}\n{text[end..]}";
    }
}
