namespace ScratchGan.Data;

/// <summary>
/// Writes a file whole or not at all: to PATH.tmp in the same folder, flushed to the disk, then renamed over PATH. A reader, or a run that
/// is killed at any moment, finds the old contents or the new, never half of them.
/// </summary>
public static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        using FileStream stream = Begin(path, out string temporary);
        Finish(path, temporary, stream, () => { }, contents, previous: null);
    }

    /// <param name="previous">where the file that is replaced is kept; null: it is not. A kill between the two renames leaves this one and no other.</param>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        using FileStream stream = Begin(path, out string temporary);
        Finish(path, temporary, stream, () => write(stream), [], previous);
    }

    private static FileStream Begin(string path, out string temporary)
    {
        temporary = path + ".tmp";
        try
        {
            return new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be written: {exception.Message}", exception);
        }
    }

    private static void Finish(string path, string temporary, FileStream stream, Action write, ReadOnlySpan<byte> contents, string? previous)
    {
        bool finished = false;
        try
        {
            write();
            stream.Write(contents);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            if (previous is not null && File.Exists(path))
                File.Move(path, previous, overwrite: true);
            File.Move(temporary, path, overwrite: true);
            finished = true;
            FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || IsTooLarge(exception))
        {
            throw new DataException($"{path}: cannot be written: {exception.Message}", exception);
        }
        finally
        {
            if (!finished)
                Discard(temporary, stream);
        }
    }

    /// <summary>Closing may fail again on a full disk; the first failure is the one to tell.</summary>
    private static void Discard(string temporary, FileStream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (Exception exception) when (exception is IOException || IsTooLarge(exception))
        {
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>How the runtime reports a file larger than the file system, or a limit of the user, allows (EFBIG).</summary>
    private static bool IsTooLarge(Exception exception) => exception is ArgumentOutOfRangeException { ParamName: "value" };
}
