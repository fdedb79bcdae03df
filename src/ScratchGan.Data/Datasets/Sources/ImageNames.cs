namespace ScratchGan.Data;

/// <summary>What the relative paths of a folder or an archive say: which files are images, and their classes.</summary>
internal static class ImageNames
{
    /// <summary>An image's extension, and no part that systems leave behind (.hidden, ._resource, __MACOSX).</summary>
    internal static bool IsImage(string path)
        => ImageFile.HasImageExtension(path) && !path.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");

    /// <summary>
    /// The sub-folders are the classes, sorted ordinally, when every image lies in one and there are at least two; folders that all images
    /// share are passed over first. Otherwise the images have no labels (−1).
    /// </summary>
    internal static (IReadOnlyList<string>? ClassNames, int[] Labels) Classes(IReadOnlyList<string> paths)
    {
        string[][] folders = [.. paths.Select(path => path.Split('/')[..^1])];
        for (int depth = 0; folders.All(parts => parts.Length > depth); depth++)
        {
            string[] names = [.. folders.Select(parts => parts[depth]).Distinct().Order(StringComparer.Ordinal)];
            if (names.Length >= 2)
                return (names, [.. folders.Select(parts => Array.BinarySearch(names, parts[depth], StringComparer.Ordinal))]);
        }
        return (null, [.. paths.Select(_ => -1)]);
    }

    /// <summary>The summary line about files that are no images, if there are any.</summary>
    internal static IReadOnlyList<string> Facts(int otherFiles) => otherFiles switch
    {
        0 => [],
        1 => ["1 file is no image and was left out"],
        _ => [$"{otherFiles:N0} files are no images and were left out"],
    };

    /// <summary>The end of the sentence "found …" where images were expected.</summary>
    internal static string NoneAmong(int files) => files switch
    {
        0 => "no files at all",
        1 => "1 file that is none",
        _ => $"{files:N0} files that are none",
    };
}
