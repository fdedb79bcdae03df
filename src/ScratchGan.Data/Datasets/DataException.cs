namespace ScratchGan.Data;

/// <summary>Data that cannot be used. The message is one line for the user: the file, what was expected, what was found.</summary>
public class DataException(string message, Exception? inner = null) : Exception(OneLine(message), inner)
{
    private static string OneLine(string message) => Wording.Printable(message.ReplaceLineEndings(" "));
}

/// <summary>A file that is not as it was written: cut short, or changed since.</summary>
public sealed class DamagedFileException(string message, Exception? inner = null) : DataException(message, inner);
