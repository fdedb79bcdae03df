using ScratchGan.Data;

namespace ScratchGan.Examples.Shared;

/// <summary>Opens the data that an option names, so that what is wrong with them is said of that option.</summary>
internal static class DataOption
{
    /// <exception cref="DataException">the data cannot be used; the message begins with the option</exception>
    public static T Open<T>(string option, string data, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (DataException failure)
        {
            // Most messages begin with the path, or a file's below it.
            string subject = failure.Message.StartsWith(data, StringComparison.Ordinal) ? option : $"{option} {data}:";
            throw new DataException($"{subject} {failure.Message}", failure);
        }
    }
}
