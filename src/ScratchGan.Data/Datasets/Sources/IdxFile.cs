using System.Buffers.Binary;
using System.IO.Compression;

namespace ScratchGan.Data;

/// <summary>
/// The IDX format of MNIST and Fashion-MNIST, plain or gzip: bytes 0, 0, 8 (unsigned bytes), the number of dimensions, each dimension as a
/// big-endian 32-bit integer, then the items.
/// </summary>
internal static class IdxFile
{
    private const int MaximumSide = 4096;

    /// <summary>Deflate makes at most 1032 bytes of one: 258, its longest match, of 2 bits (RFC 1951, 3.2.5).</summary>
    private const long MaximumExpansion = 1032;

    /// <summary>Dimensions from the header: [count, rows, columns] or [count]; no more items than a file of this length can hold.</summary>
    internal static int[] ReadHeader(string path, int dimensions)
    {
        using Stream stream = Open(path, out long storedLength);
        int[] shape = ReadHeader(stream, path, dimensions);
        CheckLength(stream, storedLength, path, shape);
        return shape;
    }

    /// <summary>The items in order, each as its own bytes; fails when the file holds fewer or more bytes than its header says.</summary>
    internal static IEnumerable<byte[]> ReadItems(string path, int dimensions)
    {
        using Stream stream = Open(path, out _);
        int[] shape = ReadHeader(stream, path, dimensions);
        int itemLength = shape[1..].Aggregate(1, (product, side) => product * side);
        for (int i = 0; i < shape[0]; i++)
        {
            byte[] item = new byte[itemLength];
            if (Read(stream, item, path) < itemLength)
                throw new DataException($"{path}: expected {Announced(shape[0], itemLength)}, found only {Wording.Counted(i, "whole one")}");
            yield return item;
        }
        if (Read(stream, new byte[1], path) > 0)
            throw new DataException($"{path}: expected {Announced(shape[0], itemLength)}, found more data after them");
    }

    private static int[] ReadHeader(Stream stream, string path, int dimensions)
    {
        byte[] header = new byte[4 + 4 * dimensions];
        int read = Read(stream, header, path);
        if (read < header.Length || header[0] != 0 || header[1] != 0 || header[2] != 8 || header[3] != dimensions)
            throw new DataException($"{path}: expected an IDX file of bytes with {dimensions} dimensions (it begins 00 00 08 {dimensions:X2}), "
                + $"found {(read < header.Length ? $"only {read} bytes" : Convert.ToHexString(header, 0, 4))}");
        int[] shape = [.. Enumerable.Range(0, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i)))];
        if (shape[0] < 1 || shape[1..].Any(side => side is < 1 or > MaximumSide))
            throw new DataException(
                $"{path}: expected at least one item with sides of 1 to {MaximumSide}, found a header announcing {string.Join('×', shape)}");
        return shape;
    }

    /// <summary>
    /// 4 + 4·dimensions + count·rows·columns = length of a plain file, at most 1032 times that of a gzip: whoever believes a header that
    /// lies claims room for it.
    /// </summary>
    private static void CheckLength(Stream stream, long storedLength, string path, int[] shape)
    {
        long itemLength = shape[1..].Aggregate(1L, (product, side) => product * side), expected = shape[0] * itemLength;
        long found = storedLength - (4 + 4 * shape.Length);
        if (stream is not FileStream)
        {
            if (expected > storedLength * MaximumExpansion)
                throw new DataException($"{path}: expected {Announced(shape[0], itemLength)}, found {Wording.Counted(storedLength, "compressed byte")}, "
                    + $"which hold at most {storedLength * MaximumExpansion:N0}");
        }
        else if (found < expected)
            throw new DataException($"{path}: expected {Announced(shape[0], itemLength)}, found only {Wording.Counted(found / itemLength, "whole one")}");
        else if (found > expected)
            throw new DataException($"{path}: expected {Announced(shape[0], itemLength)}, found more data after them");
    }

    private static string Announced(int count, long itemLength) => $"{Wording.Counted(count, "item")} of {Wording.Counted(itemLength, "byte")}";

    /// <summary>Opens the file and looks at its first two bytes, not at its name, to see whether it is gzip.</summary>
    private static Stream Open(string path, out long storedLength)
    {
        FileStream? file = null;
        try
        {
            file = File.OpenRead(path);
            storedLength = file.Length;
            bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return compressed ? new BufferedStream(new GZipStream(file, CompressionMode.Decompress), 1 << 16) : file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new DataException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    private static int Read(Stream stream, byte[] buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new DataException($"{path}: expected data that can be read to the end, found: {exception.Message}", exception);
        }
    }
}
