using System.Buffers.Binary;
using System.IO.Compression;
using ScratchGan.Data;
using SkiaSharp;

namespace ScratchGan.Proofs;

/// <summary>A kind of file that a user may hand to the program.</summary>
/// <param name="Name">for the report</param>
/// <param name="FileName">where it lies in its folder; a data set is told by it</param>
/// <param name="Contents">a good one</param>
internal sealed record FileKind(string Name, string FileName, byte[] Contents)
{
    private const int Side = 24;
    private const int Items = 6;

    /// <summary>Images in all formats that can be made here, an archive of them, and the two binary formats.</summary>
    internal static IReadOnlyList<FileKind> Data()
    {
        byte[] png = Picture(SKEncodedImageFormat.Png);
        return
        [
            new("png", "a.png", png),
            new("jpeg", "a.jpg", Picture(SKEncodedImageFormat.Jpeg)),
            new("webp", "a.webp", Picture(SKEncodedImageFormat.Webp)),
            new("bmp", "a.bmp", Bitmap()),
            new("zip", "a.zip", Archive(png)),
            new("idx", "train-images-idx3-ubyte", Idx()),
            new("idx-gzip", "train-images-idx3-ubyte.gz", Compressed(Idx())),
            new("cifar", "data_batch_1.bin", Enumerable.Range(0, 2 * (1 + 3 * 32 * 32)).Select(i => (byte)(i % (1 + 3 * 32 * 32) == 0 ? 3 : i)).ToArray()),
        ];
    }

    private static byte[] Picture(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(Side, Side + 5);
        for (int y = 0; y < bitmap.Height; y++)
            for (int x = 0; x < Side; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(9 * x), (byte)(7 * y), (byte)(x * y)));
        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>Two headers of 14 and 40 bytes, then rows of blue, green, red from the bottom to the top.</summary>
    private static byte[] Bitmap()
    {
        const int Header = 54;
        byte[] file = new byte[Header + Side * Side * 3];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        foreach ((int place, int value) in ((int, int)[])[(2, file.Length), (10, Header), (14, 40), (18, Side), (22, Side), (34, Side * Side * 3)])
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), value);
        (file[26], file[28]) = (1, 24);
        for (int i = Header; i < file.Length; i++)
            file[i] = (byte)(5 * i);
        return file;
    }

    private static byte[] Archive(byte[] picture)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (string name in (string[])["one/a.png", "one/b.png", "two/c.png"])
                using (Stream entry = archive.CreateEntry(name).Open())
                    entry.Write(picture);
        return file.ToArray();
    }

    private static byte[] Idx()
    {
        const int Header = 16;
        byte[] file = new byte[Header + Items * Side * Side];
        (file[2], file[3]) = (8, 3);
        foreach ((int place, int value) in ((int, int)[])[(4, Items), (8, Side), (12, Side)])
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(place), value);
        var digits = new DigitDataset(Side, seed: 1, count: Items);
        for (int i = 0; i < Items; i++)
            digits.Read(i, file.AsSpan(Header + i * Side * Side, Side * Side));
        return file;
    }

    private static byte[] Compressed(byte[] contents)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(contents);
        return file.ToArray();
    }
}
