using ScratchGan.Data;
using ScratchGan.Engine.Checkpoints;

namespace ScratchGan.Gan.Training;

/// <summary>Reading a safetensors file whose failures are for the user.</summary>
internal static class StoredFile
{
    /// <param name="what">what the file should be: "checkpoint"</param>
    /// <exception cref="DamagedFileException">the file is not whole, or was changed</exception>
    /// <exception cref="DataException">the file cannot be read</exception>
    internal static SafeTensorsFile Read(string path, string what)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return SafeTensorsFile.Read(stream);
        }
        catch (Exception error) when (error is InvalidDataException or OverflowException)
        {
            throw new DamagedFileException($"{path}: expected a whole and unaltered {what}, found: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be read: {error.Message}", error);
        }
    }
}
