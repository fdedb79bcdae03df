namespace ScratchGan.Data;

/// <summary>Data that cannot be used. The message is one line for the user: the file, what was expected, what was found.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(OneLine(message), inner)
{
    private static string OneLine(string message) => Wording.Printable(message.ReplaceLineEndings(" "));
}
