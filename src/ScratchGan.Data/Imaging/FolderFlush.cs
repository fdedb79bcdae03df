using System.Runtime.InteropServices;

namespace ScratchGan.Data;

/// <summary>
/// Makes renames in a folder last through a power cut: on Linux and macOS the folder is flushed like a file. Windows has no such call (its file system keeps a
/// journal of names), and some network file systems refuse it; then the rename is as safe as they make it.
/// </summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
            return;
        _ = Synchronize(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
