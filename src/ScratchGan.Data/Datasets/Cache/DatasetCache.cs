using System.Security.Cryptography;
using System.Text;

namespace ScratchGan.Data;

/// <summary>
/// Decodes a source once. The cache file is named after everything that determines its contents (files, sizes, times, image size), so a
/// changed source gets a new one; a damaged one is written again.
/// </summary>
internal static class DatasetCache
{
    /// <summary>One folder per user: what one creates in the shared temporary folder, no other may write to.</summary>
    internal static string DefaultFolder => Path.Combine(Path.GetTempPath(), $"scratchgan-cache-{Environment.UserName}");

    internal static CachedDataset Open(ImageSource source, DatasetOptions options)
    {
        string folder = options.CacheFolder ?? DefaultFolder;
        string path = Path.Combine(folder, Key(source, options.ImageSize) + ".sgd");
        if (CachedDataset.TryOpen(path, source) is CachedDataset existing)
            return existing;
        if (File.Exists(path))
            options.Report?.Invoke($"{path}: the cache is damaged and is written again");
        bool prepared = false;
        try
        {
            Prepare(folder, path);
            prepared = true;
            Write(source, options, path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException && !prepared))
        {
            throw new DataException($"{folder}: expected a folder that decoded images can be written to, found: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            string room = Room(CacheWriter.EstimateLength(source, options.ImageSize));
            throw new DataException($"{folder}: expected a folder with room for {room} of decoded images, found: {exception.Message}", exception);
        }
        return CachedDataset.TryOpen(path, source)
            ?? throw new DataException($"{path}: expected the cache just written, found other bytes: the disk cannot be trusted");
    }

    /// <summary>Creates an empty file, gone when closed: if this can be done, a later failure is one of room and not of rights.</summary>
    private static void Prepare(string folder, string path)
    {
        Directory.CreateDirectory(folder);
        DeleteAbandoned(path);
        File.Create(Temporary(path), 1, FileOptions.DeleteOnClose).Dispose();
    }

    /// <summary>Rounded up, in the unit that leaves something to read.</summary>
    private static string Room(long bytes) => bytes < 1 << 20 ? $"{(bytes + 1023) >> 10:N0} KB" : $"{(bytes + (1 << 20) - 1) >> 20:N0} MB";

    private static string Temporary(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static void Write(ImageSource source, DatasetOptions options, string path)
    {
        string temporary = Temporary(path);
        bool finished = false;
        try
        {
            using (var stream = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 1 << 20,
                PreallocationSize = CacheWriter.EstimateLength(source, options.ImageSize),
            }))
                CacheWriter.Write(source, options, stream);
            // No flush to the disk: what a power failure takes is found by the hash and written again.
            File.Move(temporary, path, overwrite: true);
            finished = true;
        }
        finally
        {
            if (!finished)
                File.Delete(temporary);
        }
    }

    /// <summary>Removes what killed runs left; a file that another run is writing is locked and stays.</summary>
    private static void DeleteAbandoned(string path)
    {
        foreach (string temporary in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*.tmp"))
        {
            try
            {
                new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(temporary);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static string Key(ImageSource source, int size)
    {
        string lines = string.Join('\n', [$"{source.GetType().Name} {size}", .. source.Fingerprint]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)))[..32];
    }
}
