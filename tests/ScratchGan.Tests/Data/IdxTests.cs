using System.Buffers.Binary;
using System.IO.Compression;
using ScratchGan.Data;
using Xunit;

namespace ScratchGan.Tests.Data;

public class IdxTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plain_and_compressed_files_give_the_same_images_and_labels(bool compressed)
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "train", 20, compressed);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(6));
        Assert.Equal((20, new ImageShape(1, 6, 6), 5), (dataset.Count, dataset.Shape, dataset.ClassCount));
        byte[] pixels = new byte[36];
        for (int index = 0; index < 20; index++)
        {
            dataset.Read(index, pixels);
            Assert.Equal(index % 5, dataset.Label(index));
            for (int i = 0; i < 36; i++)
                Assert.Equal(Pixel(index, i), pixels[i]);
        }
    }

    [Fact]
    public void A_slightly_larger_size_pads_with_the_border()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "train", 2, compressed: false);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(10));
        byte[] pixels = new byte[100];
        dataset.Read(1, pixels);
        for (int y = 0; y < 10; y++)
            for (int x = 0; x < 10; x++)
                Assert.Equal(Pixel(1, Math.Clamp(y - 2, 0, 5) * 6 + Math.Clamp(x - 2, 0, 5)), pixels[y * 10 + x]);
    }

    [Fact]
    public void Held_out_files_are_never_trained_on()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "train", 20, compressed: false);
        WriteSet(folder, "t10k", 7, compressed: true);
        using Dataset training = DatasetSource.Open(folder["set"], folder.Options(6));
        using Dataset heldOut = DatasetSource.Open(folder["set"], folder.Options(6) with { Split = Split.HeldOut });
        Assert.Equal((20, 7), (training.Count, heldOut.Count));
        Assert.NotEqual(training.Identity, heldOut.Identity);
        Assert.True(DatasetSource.HasHeldOut(folder["set"]));
        Assert.True(DatasetSource.HasHeldOut($"stacked:{folder["set"]}"));
        foreach (string name in (string[])["images-idx3", "labels-idx1"])
            File.Delete(folder[$"set/t10k-{name}-ubyte.gz"]);
        Assert.False(DatasetSource.HasHeldOut(folder["set"]));
        Assert.Contains("t10k-images-idx3-ubyte.gz is held out and not trained on", training.Summary);
    }

    [Fact]
    public void Held_out_files_alone_are_an_error()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "t10k", 7, compressed: false);
        Assert.Equal($"{folder["set"]}: expected one file train-images-idx3-ubyte or its .gz, found none", OpenFails(folder));
    }

    [Fact]
    public void Images_without_labels_are_unlabelled()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "train", 4, compressed: false);
        File.Delete(folder["set/train-labels-idx1-ubyte"]);
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(6));
        Assert.Null(dataset.ClassCount);
        Assert.Equal(-1, dataset.Label(3));
    }

    [Fact]
    public void Different_numbers_of_images_and_labels_are_an_error()
    {
        using var folder = new TemporaryFolder();
        WriteSet(folder, "train", 4, compressed: false);
        folder.Write("set/train-labels-idx1-ubyte", Header([5], new byte[5]));
        Assert.Equal($"{folder["set/train-labels-idx1-ubyte"]}: expected 4 labels, one for each image of train-images-idx3-ubyte, found 5", OpenFails(folder));
    }

    [Theory]
    [InlineData(false, -1, "found only 3 whole ones")]
    [InlineData(false, 1, "found more data after them")]
    [InlineData(true, -1, "found only 3 whole ones")]
    [InlineData(true, 1, "found more data after them")]
    public void A_file_shorter_or_longer_than_its_header_says_is_an_error_and_leaves_no_cache(bool compressed, int extra, string found)
    {
        using var folder = new TemporaryFolder();
        byte[] file = Header([4, 6, 6], new byte[4 * 36 + extra]);
        string path = folder.Write("set/train-images-idx3-ubyte", compressed ? Compress(file) : file);
        Assert.Equal($"{path}: expected 4 items of 36 bytes, {found}", OpenFails(folder));
        Assert.Empty(Directory.GetFiles(Directory.CreateDirectory(folder["cache"]).FullName));
    }

    /// <summary>Believed, these 116 bytes would claim room for 2³¹ − 1 decoded images.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_lies_about_its_count_is_blamed_on_the_file_and_not_on_the_disk(bool compressed)
    {
        using var folder = new TemporaryFolder();
        byte[] file = Header([int.MaxValue, 5, 10], new byte[100]);
        byte[] stored = compressed ? Compress(file) : file;
        string path = folder.Write("set/train-images-idx3-ubyte", stored);
        string found = compressed ? $"{stored.Length} compressed bytes, which hold at most {1032 * stored.Length:N0}" : "only 2 whole ones";
        Assert.Equal($"{path}: expected 2,147,483,647 items of 50 bytes, found {found}", OpenFails(folder));
        Assert.False(Directory.Exists(folder["cache"]));
    }

    /// <summary>The tightest a gzip can be: 4 MB of zeros stay below the bound of 1032 to 1.</summary>
    [Fact]
    public void A_gzip_of_the_best_ratio_is_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("set/train-images-idx3-ubyte.gz", Compress(Header([1024, 64, 64], new byte[4 << 20]), CompressionLevel.SmallestSize));
        using Dataset dataset = DatasetSource.Open(folder["set"], folder.Options(4));
        Assert.Equal(1024, dataset.Count);
    }

    [Fact]
    public void A_truncated_gzip_is_an_error()
    {
        using var folder = new TemporaryFolder();
        byte[] noise = new byte[400 * 36];
        new Random(1).NextBytes(noise);
        byte[] whole = Compress(Header([400, 6, 6], noise));
        string path = folder.Write("set/train-images-idx3-ubyte.gz", whole[..(whole.Length / 2)]);
        Assert.StartsWith($"{path}: expected ", OpenFails(folder));
    }

    [Theory]
    [InlineData("000008020000", "found only 6 bytes")]
    [InlineData("00000D03000000010000000100000001", "found 00000D03")]
    [InlineData("00000803000000010001000000000001", "found a header announcing 1×65536×1")]
    [InlineData("00000803FFFFFFFF0000000100000001", "found a header announcing -1×1×1")]
    public void A_wrong_header_is_an_error(string header, string found)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("set/train-images-idx3-ubyte", Convert.FromHexString(header));
        string message = OpenFails(folder);
        Assert.StartsWith($"{path}: expected ", message);
        Assert.EndsWith(found, message);
    }

    private static string OpenFails(TemporaryFolder folder)
        => Assert.Throws<DataException>(() => DatasetSource.Open(folder["set"], folder.Options(6))).Message;

    private static byte Pixel(int index, int i) => (byte)(index * 37 + i * 5);

    private static void WriteSet(TemporaryFolder folder, string part, int count, bool compressed)
    {
        byte[] images = [.. Enumerable.Range(0, count * 36).Select(i => Pixel(i / 36, i % 36))];
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 5))];
        foreach ((string name, byte[] file) in new[] { ("images-idx3", Header([count, 6, 6], images)), ("labels-idx1", Header([count], labels)) })
            folder.Write($"set/{part}-{name}-ubyte{(compressed ? ".gz" : "")}", compressed ? Compress(file) : file);
    }

    private static byte[] Header(int[] dimensions, byte[] items)
    {
        byte[] header = new byte[4 + 4 * dimensions.Length];
        header[2] = 8;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return [.. header, .. items];
    }

    private static byte[] Compress(byte[] data, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, level))
            gzip.Write(data);
        return stream.ToArray();
    }
}
