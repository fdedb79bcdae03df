using ScratchGan.Data;

namespace ScratchGan.Tests.Data;

/// <summary>A folder of one test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("scratchgan-test-").FullName;

    /// <summary>Options whose cache lies beside the data, outside any folder that is read.</summary>
    internal DatasetOptions Options(int imageSize, List<string>? report = null)
        => new(imageSize) { CacheFolder = this["cache"], Report = report is null ? null : report.Add };

    internal string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, making its folders, and gives its full path.</summary>
    internal string Write(string relative, byte[] contents)
    {
        string path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
