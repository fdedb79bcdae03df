namespace ScratchGan.Data;

/// <summary>Small matters of language in messages for the user.</summary>
internal static class Wording
{
    /// <summary>"1 image", "2 images", for nouns whose plural ends in s.</summary>
    internal static string Counted(long number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>
    /// Control characters and line ends as \uXXXX: a name of a file or of an archive's entry may hold any, and would else break the line
    /// or command the terminal.
    /// </summary>
    internal static string Printable(string text)
        => text.Any(IsControl) ? string.Concat(text.Select(letter => IsControl(letter) ? $"\\u{(int)letter:X4}" : letter.ToString())) : text;

    /// <summary>Unicode's C0 and C1, and its separators of lines and paragraphs.</summary>
    private static bool IsControl(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';
}
